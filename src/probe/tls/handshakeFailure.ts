import { errorCode, NetworkFailure, toNetworkFailure } from '../networkFailure';
import { visibleLine } from '../../model/visibleLine';
import { visibleOctets } from '../../stack/octetText';
import { alertName } from '../../stack/6-presentation/tls/alert';
import { handshakeTypeName } from '../../stack/6-presentation/tls/handshake/handshakeCodec';
import { alertMeaning } from './alertMeaning';
import type { ServerFlight } from './serverFlight';

/** Why the handshake did not finish, naming how far it came, from the error and from what the server did send. */
export function explainHandshakeFailure(error: unknown, flight: ServerFlight, endpoint: string): NetworkFailure {
  const failure = toNetworkFailure(withoutLibraryNoise(error), endpoint);
  if (flight.alert?.fatal === true) {
    const { description } = flight.alert;
    return new NetworkFailure('TLS_ALERT', `${endpoint} ended the handshake with the alert ${alertName(description)} (${description}): ${alertMeaning(description)}.`);
  }
  if (flight.receivedBytes > 0 && !flight.isTls) return new NetworkFailure('NOT_TLS', `${endpoint} ${explainOtherProtocol(flight.firstBytes)}`);
  if (failure.code === 'CANCELLED') return failure;
  const stage = describeStage(flight);
  const isClosed = failure.code === 'ECONNRESET' || failure.code === 'CLOSED' || failure.code === 'EPIPE';
  if (isClosed) return new NetworkFailure(failure.code, `${endpoint} closed the connection during the TLS handshake, ${stage}.`);
  if (['PHASE_TIMEOUT', 'DEADLINE', 'LIMIT'].includes(failure.code)) return new NetworkFailure(failure.code, `TLS handshake, ${stage}: ${failure.message}`);
  return new NetworkFailure(failure.code, `The TLS handshake with ${endpoint} failed ${stage}: ${failure.message}${flight.problem === undefined ? '' : ` ${flight.problem}`}`);
}

function describeStage(flight: ServerFlight): string {
  if (flight.receivedBytes === 0) return 'after the ClientHello, without a single octet of an answer';
  const last = flight.messages.at(-1);
  if (last === undefined) return `after ${flight.receivedBytes} octets, before a whole ServerHello had arrived`;
  // As RFC 8446 §4 spells it: ServerHello.
  return `after the server's ${handshakeTypeName(last).replaceAll(' ', '')}`;
}

function explainOtherProtocol(first: Uint8Array): string {
  const text = Buffer.from(first).toString('latin1');
  if (/^HTTP\/\d|^<(?:!doctype|html)/i.test(text)) return 'answered with HTTP, not TLS: use http:// for this port, or the port that serves https.';
  if (text.startsWith('SSH-')) return 'answered with SSH, not TLS: this is the port of an SSH server.';
  if (/^220[ -]/.test(text)) return 'greeted like a mail or FTP server, not TLS: such ports begin in clear and change with STARTTLS, which this probe does not do.';
  return `answered with something that is not TLS; it begins with "${visibleOctets(first, 40)}".`;
}

/** OpenSSL's own errors carry file names and line numbers; `reason` is the part that says something. */
function withoutLibraryNoise(error: unknown): unknown {
  if (error instanceof NetworkFailure || !(error instanceof Error)) return error;
  if (errorCode(error) === 'ERR_SSL_EXCESSIVE_MESSAGE_SIZE') {
    return new NetworkFailure(errorCode(error), 'the server\'s certificates are longer than clients accept (100 KB with OpenSSL).');
  }
  if ('reason' in error && typeof error.reason === 'string') {
    return new NetworkFailure(errorCode(error), `the TLS library says "${visibleLine(error.reason, 200)}" (${errorCode(error)}).`);
  }
  return error;
}
