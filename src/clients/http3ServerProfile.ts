import type { QuicHabits } from '../stack/4-transport/quic/connectionOptions';
import { PARAMETER } from '../stack/4-transport/quic/transportParameters';
import type { Http3ServerOptions } from '../stack/7-application/http3/http3Server';

/** What one server really does with QUIC and HTTP/3. */
export interface Http3ServerProfile {
  readonly evidence: string;
  readonly quic: QuicHabits;
  readonly http: Http3ServerOptions;
  /** Initial packet received to Retry written; measured once. */
  readonly retryMs: number;
}

/** ngtcp2 0.12.1's example server with nghttp3 0.8 (Debian 12). */
export const NGTCP2_SERVER: Http3ServerProfile = {
  retryMs: 7.4,
  evidence:
    'Captures of ngtcp2 0.12.1 with nghttp3 0.8 and GnuTLS, on one machine. Not simulated: a separate acknowledgment of the first half of a ' +
    'long ClientHello, ECN, its search for a larger datagram, further connection IDs, tokens for later, and entries of QPACK\'s dynamic table.',
  quic: {
    datagramBytes: 1200,
    connectionIdBytes: 18,
    parameters: [
      { id: PARAMETER.initialMaxStreamDataBidiLocal, kind: 'integer', value: 262_144 },
      { id: PARAMETER.initialMaxStreamDataBidiRemote, kind: 'integer', value: 262_144 },
      { id: PARAMETER.initialMaxStreamDataUni, kind: 'integer', value: 262_144 },
      { id: PARAMETER.initialMaxData, kind: 'integer', value: 1_048_576 },
      { id: PARAMETER.initialMaxStreamsBidi, kind: 'integer', value: 100 },
      { id: PARAMETER.initialMaxStreamsUni, kind: 'integer', value: 3 },
      { id: PARAMETER.maxIdleTimeout, kind: 'integer', value: 30_000 },
      { id: PARAMETER.activeConnectionIdLimit, kind: 'integer', value: 7 },
    ],
    handshakeAckDelayMs: 25,
    numbersInOneRow: false,
  },
  http: {
    program: 'ngtcp2 0.12.1 with nghttp3 0.8',
    // The first stands for the largest integer, 2^62 - 1.
    settings: [{ id: 0x06, value: 2 ** 62 }, { id: 0x01, value: 4096 }, { id: 0x07, value: 100 }],
    qpackStreams: { first: 'encoder', announced: true },
  },
};
