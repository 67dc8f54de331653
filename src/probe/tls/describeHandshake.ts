import { isIP } from 'node:net';
import type { ObservedValue } from '../../model/observation';
import { alertName } from '../../stack/6-presentation/tls/alert';
import { groupName, versionName } from '../../stack/6-presentation/tls/codePoints';
import { absent, seen } from '../probeRun';
import { visibleLine } from '../../model/visibleLine';
import { roundMs } from '../roundMs';
import { alertMeaning } from './alertMeaning';
import type { Handshake, TlsOptions } from './handshake';

/** What was offered, what the server chose, and what it did not do, as values. */
export function describeHandshake(handshake: Handshake, options: TlsOptions): readonly ObservedValue[] {
  return [...describeOffer(options), ...describeChoice(handshake, options), ...describeExtras(handshake), ...describeAmounts(handshake)];
}

function describeOffer(options: TlsOptions): readonly ObservedValue[] {
  return [
    isIP(options.host.replace(/%.*$/, '')) === 0
      ? seen('Server name sent (SNI)', options.host, undefined, 'RFC 6066 §3')
      : absent('Server name sent (SNI)', 'No server name was sent: the target is an address', 'RFC 6066 §3'),
    options.alpn.length > 0
      ? seen('ALPN offered', options.alpn.join(', '), undefined, 'RFC 7301 §3.1')
      : absent('ALPN offered', 'No application protocol was offered', 'RFC 7301 §3.1'),
  ];
}

function describeChoice({ socket, flight, alpn }: Handshake, options: TlsOptions): readonly ObservedValue[] {
  const { hello } = flight;
  const values: ObservedValue[] = [];
  if (hello) values.push(seen('TLS version', versionName(hello.version), undefined, 'RFC 8446 §4.2.1'));
  const suite = socket?.getCipher();
  if (suite) values.push(seen('Cipher suite', suite.standardName || suite.name, undefined, 'RFC 8446 §B.4'));
  const group = hello?.group === undefined ? ephemeralGroup(handshakeKey(socket)) : groupName(hello.group);
  if (group !== undefined) values.push(seen('Key exchange group', group, undefined, 'RFC 8446 §4.2.7'));
  else if (socket) values.push(absent('Key exchange group', 'No ephemeral group: the key was sent under the certificate\'s key (no forward secrecy)', 'RFC 5246 §7.4.7'));
  if (hello && hello.version === 0x0304) {
    values.push(flight.retried
      ? seen('HelloRetryRequest', true, 'the server wanted another key share: one more round trip', 'RFC 8446 §4.1.4')
      : absent('HelloRetryRequest', 'The server accepted the first key share', 'RFC 8446 §4.1.4'));
  }
  if (!socket) return values;
  if (alpn !== undefined) values.push(seen('ALPN selected', visibleLine(alpn, 100), undefined, 'RFC 7301 §3.1'));
  else if (options.alpn.length > 0) values.push(absent('ALPN selected', 'The server selected no application protocol', 'RFC 7301 §3.1'));
  return values;
}

function describeExtras({ socket, flight, ocspBytes, lateError }: Handshake): readonly ObservedValue[] {
  if (!flight.hello) return [];
  const values: ObservedValue[] = [];
  if (socket) {
    values.push(...describeResumption(flight.tickets, flight.hello.version, flight.hello.sessionIdBytes));
    values.push(ocspBytes === undefined
      ? absent('OCSP staple', 'No OCSP staple was sent', 'RFC 6066 §8')
      : seen('OCSP staple', ocspBytes, 'octets; its content was not judged', 'RFC 6066 §8'));
  }
  values.push(flight.certificateRequested
    ? seen('Client certificate', 'requested', 'the server asked for one; this probe has none and sent none', 'RFC 8446 §4.3.2')
    : absent('Client certificate', 'The server asked for no client certificate', 'RFC 8446 §4.3.2'));
  if (flight.alert && flight.alert.description !== 0) {
    values.push(seen('Alert', alertName(flight.alert.description), alertMeaning(flight.alert.description), 'RFC 8446 §6'));
  } else if (lateError !== undefined) {
    values.push(seen('After the handshake', 'the connection broke', lateError instanceof Error ? visibleLine(lateError.message, 200) : undefined));
  }
  if (flight.problem !== undefined) values.push(seen('Malformed', visibleLine(flight.problem, 300)));
  return values;
}

function describeResumption(tickets: Handshake['flight']['tickets'], version: number, sessionIdBytes: number): readonly ObservedValue[] {
  const spec = version === 0x0304 ? 'RFC 8446 §4.6.1' : 'RFC 5077 §3.3';
  const [first] = tickets;
  if (first) {
    const early = Math.max(...tickets.map((each) => each.earlyDataBytes));
    return [
      seen('Session tickets', tickets.length, `valid for ${first.lifetimeSeconds} s at most: a later connection can resume`, spec),
      early > 0 ? seen('Early data (0-RTT)', early, 'octets allowed with the first flight of a resumed connection', 'RFC 8446 §4.2.10')
        : absent('Early data (0-RTT)', 'The tickets allow no early data', 'RFC 8446 §4.2.10'),
    ];
  }
  if (version !== 0x0304 && sessionIdBytes > 0) return [seen('Session ID', sessionIdBytes, 'octets: a later connection can resume by it', 'RFC 5246 §7.4.1.3')];
  return [absent('Session tickets', 'No session ticket arrived: resumption was not offered in the time that was waited', spec)];
}

function describeAmounts({ stream, flight, durationMs }: Handshake): readonly ObservedValue[] {
  return [
    ...(stream.firstByteMs === undefined ? [absent('First answer', 'The server sent nothing')] : [seen('First answer', roundMs(stream.firstByteMs), 'milliseconds after the ClientHello')]),
    seen('Handshake time', roundMs(durationMs), 'milliseconds'),
    seen('Octets received', flight.receivedBytes),
    seen('Octets sent', stream.sentBytes),
  ];
}

function handshakeKey(socket: Handshake['socket']): unknown {
  return socket?.getEphemeralKeyInfo();
}

function ephemeralGroup(key: unknown): string | undefined {
  if (typeof key !== 'object' || key === null || !('type' in key) || typeof key.type !== 'string') return undefined;
  const name = 'name' in key && typeof key.name === 'string' ? ` ${key.name}` : '';
  const size = 'size' in key && typeof key.size === 'number' ? `, ${key.size} bits` : '';
  return `${key.type}${name}${size}`;
}
