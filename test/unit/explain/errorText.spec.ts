import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clientProfile } from '../../../src/clients/clientProfiles';
import { ERROR_KINDS } from '../../../src/explain/errorText/errorKind';
import type { ErrorKind } from '../../../src/explain/errorText/errorKind';
import { readErrorText } from '../../../src/explain/errorText/readErrorText';
import { makeConditions } from '../../../src/model/conditions';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import { predict } from '../../../src/simulator/predict';

/** As these programs print them: Node.js 20 to 24, curl 7.88, Python 3.11 with requests 2.34 and httpx, Go 1.19, Java 17, Ruby 3.1, Chromium 156, Firefox, .NET 8. */
const MESSAGES: readonly (readonly [id: string, target: string | undefined, message: string])[] = [
  ['dns.name-not-found', 'api.exmaple.com', 'Error: getaddrinfo ENOTFOUND api.exmaple.com\n    at GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:122:26)'],
  ['dns.name-not-found', 'nowhere.example', 'curl: (6) Could not resolve host: nowhere.example'],
  ['dns.name-not-found', 'nowhere.example:443', "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='nowhere.example', port=443): Max retries exceeded with url: / (Caused by NameResolutionError(\"<urllib3.connection.HTTPSConnection object at 0x7f>: Failed to resolve 'nowhere.example' ([Errno -2] Name or service not known)\"))"],
  ['dns.name-not-found', 'https://nowhere.example/', 'Get "https://nowhere.example/": dial tcp: lookup nowhere.example: no such host'],
  ['dns.name-not-found', 'nowhere.example', 'java.net.UnknownHostException: nowhere.example'],
  ['dns.name-not-found', undefined, 'GET https net::ERR_NAME_NOT_RESOLVED'],
  ['dns.lookup-failed', 'api.example.com', 'Error: getaddrinfo EAI_AGAIN api.example.com'],
  ['dns.lookup-failed', undefined, 'socket.gaierror: [Errno -3] Temporary failure in name resolution'],
  ['tcp.refused', '127.0.0.1:3000', 'Error: connect ECONNREFUSED 127.0.0.1:3000'],
  ['tcp.refused', '::1:3000', 'Error: connect ECONNREFUSED ::1:3000'],
  ['tcp.refused', 'localhost:8080', 'curl: (7) Failed to connect to localhost port 8080 after 0 ms: Couldn\'t connect to server'],
  ['tcp.refused', '127.0.0.1:1', 'dial tcp 127.0.0.1:1: connect: connection refused'],
  ['tcp.connect-timeout', undefined, 'TypeError: fetch failed\n  cause: ConnectTimeoutError: Connect Timeout Error (attempted address: 198.51.100.7:443, timeout: 10000ms) code: \'UND_ERR_CONNECT_TIMEOUT\''],
  ['tcp.connect-timeout', 'api.example.com:443', 'curl: (28) Failed to connect to api.example.com port 443 after 130001 ms: Connection timed out'],
  ['tcp.reset', undefined, 'Error: socket hang up\n  code: \'ECONNRESET\''],
  ['tcp.reset', undefined, "('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))"],
  ['tcp.reset', undefined, 'curl: (52) Empty reply from server'],
  ['tcp.reset', 'https://api.example.com/v1', 'Post "https://api.example.com/v1": EOF'],
  ['ip.unreachable', '2001:db8::1:443', 'Error: connect ENETUNREACH 2001:db8::1:443 - Local (:::0)'],
  ['http.timeout', undefined, 'HeadersTimeoutError: Headers Timeout Error'],
  ['http.timeout', undefined, 'AxiosError: timeout of 1000ms exceeded'],
  ['http.timeout', 'https://api.example.com/', 'Get "https://api.example.com/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)'],
  ['tls.expired', undefined, 'Error: certificate has expired\n  code: \'CERT_HAS_EXPIRED\''],
  ['tls.expired', undefined, 'x509: certificate has expired or is not yet valid: current time 2026-11-24T21:00:00Z is after 2026-06-01T00:00:00Z'],
  ['tls.wrong-name', 'api.example.com', "Error [ERR_TLS_CERT_ALTNAME_INVALID]: Hostname/IP does not match certificate's altnames: Host: api.example.com. is not in the cert's altnames: DNS:www.example.com"],
  ['tls.wrong-name', 'api.example.com', 'x509: certificate is valid for www.example.com, not api.example.com'],
  ['tls.wrong-name', undefined, "curl: (60) SSL: no alternative certificate subject name matches target host name 'localhost'"],
  ['tls.unknown-issuer', undefined, 'Error: unable to get local issuer certificate'],
  ['tls.unknown-issuer', undefined, 'x509: certificate signed by unknown authority'],
  ['tls.unknown-issuer', undefined, 'Error: self-signed certificate in certificate chain\n  code: \'SELF_SIGNED_CERT_IN_CHAIN\''],
  ['tls.unknown-issuer', undefined, 'sun.security.validator.ValidatorException: PKIX path building failed'],
  ['tls.self-signed', undefined, 'Error: self-signed certificate\n  code: \'DEPTH_ZERO_SELF_SIGNED_CERT\''],
  ['tls.missing-intermediate', undefined, 'Error: unable to verify the first certificate\n  code: \'UNABLE_TO_VERIFY_LEAF_SIGNATURE\''],
  ['tls.no-common-version', undefined, 'error:0A00042E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version'],
  ['tls.not-tls', undefined, 'Error: write EPROTO 80DB:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl'],
  ['tls.not-tls', undefined, 'http: server gave HTTP response to HTTPS client'],
  ['tls.handshake-refused', undefined, 'error:0A000410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure'],
  ['tls.client-certificate', undefined, 'remote error: tls: certificate required'],
  ['http.malformed', undefined, 'Error: Parse Error: Expected HTTP/, RTSP/ or ICE/\n  code: \'HPE_INVALID_CONSTANT\''],
  ['http.redirects', undefined, 'curl: (47) Maximum (50) redirects followed'],
  ['http.cors', 'https://api.example.com/users', "Access to fetch at 'https://api.example.com/users' from origin 'https://app.example.com' has been blocked by CORS policy: Response to preflight request doesn't pass access control check"],
  ['http.mixed-content', 'http://api.example.com/', "Mixed Content: The page at 'https://app.example.com/' was loaded over HTTPS, but requested an insecure resource 'http://api.example.com/'."],
  ['http.429', undefined, 'AxiosError: Request failed with status code 429'],
  ['http.503', undefined, '503 Server Error: Service Unavailable for url'],
  ['http2.stream', undefined, 'Error [ERR_HTTP2_STREAM_CANCEL]: The pending stream has been canceled'],
  ['proxy.refused', undefined, 'net::ERR_TUNNEL_CONNECTION_FAILED'],
];

describe('error texts', () => {
  for (const [id, target, message] of MESSAGES) {
    it(`tells ${id} from "${message.slice(0, 70).replaceAll('\n', ' ')}"`, () => {
      const read = readErrorText(message);
      assert.deepEqual([read?.kind.id, read?.target], [id, target]);
      assert.equal(message.slice(read?.start, (read?.start ?? 0) + (read?.words.length ?? 0)), read?.words);
    });
  }

  it('knows nothing of texts without an error, and is asked for any text', () => {
    for (const text of ['', 'Listening on port 3000', 'const timeout = 5', 'The file was saved.']) assert.equal(readErrorText(text), undefined);
    fc.assert(fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (text) => {
      readErrorText(text);
    }));
  });

  it('finds the last of a long log, where it stands', () => {
    const log = `${'GET /users 200\n'.repeat(20_000)}Error: connect ECONNREFUSED 127.0.0.1:3000\n`;
    const read = readErrorText(log);
    assert.equal(read?.start, log.indexOf('ECONNREFUSED'));
  });

  const kinds: readonly ErrorKind[] = Object.values(ERROR_KINDS);
  for (const { id, fault = 'none', world = {}, client = 'node-24-fetch', cleartext, stepId } of kinds) {
    if (fault === 'none' && Object.keys(world).length === 0) continue;
    it(`${id} opens a world in which ${stepId} fails, or is the response that it is`, () => {
      const conditions = makeConditions({ ...world, fault });
      const [trace] = predict(requestFromUrl(`${cleartext ? 'http' : 'https'}://www.example/`), { conditions, client: clientProfile(client) });
      const steps = (trace?.steps ?? []).flatMap((each) => [each, ...(each.children ?? [])]);
      const step = steps.findLast((each) => each.id === stepId);
      assert.ok(step, steps.map((each) => each.id).join(' '));
      // A status such as 503 is a response like any other: its step happens, and names the status.
      if (fault.startsWith('http.')) assert.match(step.title, new RegExp(fault.slice('http.'.length)));
      else assert.equal(step.state, 'fails', step.reason);
    });
  }

  it('have causes and layers that a person can go to', () => {
    for (const { id, title, causes, layer } of kinds) {
      assert.ok(causes.length > 0 && layer >= 1 && layer <= 7, id);
      for (const sentence of [title, ...causes]) assert.match(sentence, /^[A-Z].*\.$/, id);
    }
  });
});
