import type { TLSSocket } from 'node:tls';
import { WirewalkError } from '../../model/wirewalkError';
import { versionName } from '../../stack/6-presentation/tls/codePoints';
import { seen, type ProbeRun } from '../probeRun';
import type { TcpConnection } from '../tcp/connect';
import { formatEndpoint } from '../target';
import { parseCertificate, type ParsedCertificate } from '../../stack/6-presentation/x509/certificateReader';
import { describeCertificates } from './describeCertificates';
import { describeHandshake } from './describeHandshake';
import { tlsHandshake, type Handshake, type TlsOptions } from './handshake';
import { explainHandshakeFailure } from './handshakeFailure';
import { tlsFindings } from './tlsFindings';
import { judgeCertificate } from './verification';

/** A finished TLS handshake. */
interface TlsSession {
  readonly socket: TLSSocket;
  /** False: nothing may be sent; the step `tls.certificate` says why. */
  readonly trusted: boolean;
  readonly alpn?: string;
}

/** Makes the steps `tls.handshake` and `tls.certificate`. Undefined when the handshake failed. */
export async function establishTls(run: ProbeRun, connection: TcpConnection, options: TlsOptions): Promise<TlsSession | undefined> {
  const endpoint = formatEndpoint(connection.contact.address, connection.contact.port);
  run.progress(`TLS handshake with ${endpoint}`);
  const step = run.openStep('tls.handshake', `TLS handshake with ${options.host}`, [6], ['RFC 8446 §2', 'RFC 5246 §7.3']);
  const handshake = await tlsHandshake(run, connection, options);
  const observed = describeHandshake(handshake, options);
  const { socket } = handshake;
  if (!socket) {
    const failure = explainHandshakeFailure(handshake.error, handshake.flight, endpoint);
    step.end('fails', failure.message, [...observed, seen('Error', failure.code)], handshake.endMs);
  } else {
    const version = versionName(handshake.flight.hello?.version ?? 0);
    step.end('happens', `Client and server agreed on ${version} after ${describeRoundTrips(handshake)}.`, observed, handshake.endMs);
  }
  const trusted = describeAndJudge(run, handshake, options.host);
  if (!socket) return undefined;
  return { socket, trusted, ...(handshake.alpn === undefined ? {} : { alpn: handshake.alpn }) };
}

function describeAndJudge(run: ProbeRun, handshake: Handshake, host: string): boolean {
  const certificates = sentCertificates(handshake);
  if (!handshake.socket && certificates.length === 0) return false;
  const step = run.openStep('tls.certificate', `Certificate of ${host}`, [6], ['RFC 5280 §6', 'RFC 9525 §6']);
  const unreadable = certificates.flatMap((each, index) => (typeof each === 'string' ? [seen(`Certificate ${index + 1}: malformed`, each)] : []));
  const sent = certificates.filter((each): each is ParsedCertificate => typeof each !== 'string');
  const observed = [...describeCertificates(sent), ...unreadable];
  if (!handshake.socket) {
    step.end('skipped', 'The handshake ended before the certificate could be verified; this is what the server sent.', observed);
    return false;
  }
  const nowMs = Date.now();
  const verdict = judgeCertificate(host, sent, handshake.chainCode, nowMs);
  for (const finding of tlsFindings(handshake, sent, verdict, nowMs)) run.finding(finding);
  step.end(verdict.trusted ? 'happens' : 'fails', verdict.reasons.join(' '), [
    seen('Verifies', verdict.trusted), ...(verdict.code === undefined ? [] : [seen('Verification code', verdict.code)]), ...observed,
  ]);
  return verdict.trusted;
}

/** Parsed, or the sentence that says why not. */
function sentCertificates({ socket, flight }: Handshake): readonly (ParsedCertificate | string)[] {
  const fromWire = flight.certificates.length > 0 ? flight.certificates : libraryChain(socket);
  return fromWire.map((der) => {
    try {
      return parseCertificate(der);
    } catch (error) {
      if (error instanceof WirewalkError) return error.message;
      throw error;
    }
  });
}

/** Where the flight could not be read (a suite that is not known here): the chain as the TLS library arranged it. */
function libraryChain(socket: TLSSocket | undefined): readonly Uint8Array[] {
  const chain: Uint8Array[] = [];
  const seenBefore = new Set<string>();
  for (let each = socket?.getPeerX509Certificate(); each && !seenBefore.has(each.fingerprint256) && chain.length < 20; each = each.issuerCertificate) {
    seenBefore.add(each.fingerprint256);
    chain.push(each.raw);
  }
  return chain;
}

function describeRoundTrips({ flight }: Handshake): string {
  const roundTrips = (flight.hello?.version === 0x0304 ? 1 : 2) + (flight.retried ? 1 : 0);
  return roundTrips === 1 ? 'one round trip' : `${roundTrips} round trips`;
}
