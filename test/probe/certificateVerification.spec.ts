import assert from 'node:assert/strict';
import { matchHostname } from '../../src/probe/tls/hostnameMatch';
import { sentPath } from '../../src/probe/tls/verification';
import { parseCertificate, type ParsedCertificate } from '../../src/stack/6-presentation/x509/certificateReader';
import { makeChain } from './support/certificates';

describe('matchHostname', () => {
  const certificate = (...names: readonly (readonly ['dns' | 'ip', string])[]): ParsedCertificate =>
    ({ subject: 'CN=www.example', names: names.map(([kind, raw]) => ({ kind, raw, text: raw })) }) as unknown as ParsedCertificate;
  // RFC 9525 §6.3, §6.4 and §6.5.
  const CASES: readonly (readonly [string, readonly ['dns' | 'ip', string], boolean])[] = [
    ['www.example', ['dns', 'www.example'], true], ['www.example', ['dns', 'WWW.Example'], true], ['www.example', ['dns', 'www.example.'], false],
    ['a.www.example', ['dns', '*.www.example'], true], ['b.a.www.example', ['dns', '*.www.example'], false], ['www.example', ['dns', '*.www.example'], false],
    ['www.example', ['dns', '*.example'], false], ['www.example', ['dns', '*'], false], ['foo.www.example', ['dns', 'f*.www.example'], false], ['a.b.example.org', ['dns', 'a.*.example.org'], false],
    ['xn--bcher-kva.shop.example', ['dns', '*.shop.example'], true], ['bücher.example', ['dns', 'bücher.example'], false], ['a\u0000.example', ['dns', 'a\u0000.example'], false],
    ['127.0.0.1', ['ip', '127.0.0.1'], true], ['127.0.0.1', ['dns', '127.0.0.1'], false], ['127.0.0.1', ['dns', '*.0.0.1'], false], ['::1', ['ip', '0:0:0:0:0:0:0:1'], true], ['fe80::1%eth0', ['ip', 'fe80::1'], true],
  ];
  it('follows RFC 9525 and says why not', () => {
    for (const [host, name, matches] of CASES) {
      const match = matchHostname(host, certificate(name));
      assert.equal(match.matches, matches, `${host} against ${name[1]}`);
      assert.match(match.reason, /\.$/);
    }
    assert.match(matchHostname('www.example', certificate()).reason, /no subject alternative name of a host, and its subject \(CN=www\.example\) does not count\.$/);
    assert.match(matchHostname('127.0.0.1', certificate(['dns', '127.0.0.1'])).reason, /as a DNS name, which does not count for an address/);
  });
});

describe('sentPath', () => {
  it('follows issuers by name and signature, whatever the order, and ends in loops and strangers', async () => {
    const one = await makeChain();
    const other = await makeChain();
    const read = (issued: { certificate: { rawData: ArrayBuffer } }): ParsedCertificate => parseCertificate(new Uint8Array(issued.certificate.rawData));
    const [leaf, intermediate, root] = [read(one.leaf), read(one.intermediate), read(one.root)];
    // The same names, another key.
    const stranger = read(other.intermediate);
    assert.deepEqual(sentPath([leaf, root, stranger, intermediate]), [leaf, intermediate, root]);
    assert.deepEqual(sentPath([leaf, stranger, root]), [leaf]);
    assert.deepEqual(sentPath([leaf, leaf, intermediate, intermediate]), [leaf, intermediate]);
    assert.deepEqual(sentPath([]), []);
  });
});
