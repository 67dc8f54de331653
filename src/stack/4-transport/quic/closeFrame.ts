import type { StreamFailure } from '../../services';
import { transportErrorName } from './errorCodes';
import type { ConnectionCloseFrame } from './frame';

/** Transport error codes that are sent here (RFC 9000 §20.1); the second is what a close of the application says where its code would show too early (§10.2.3). */
export const TRANSPORT_ERROR = { noError: 0x0, applicationError: 0x0c } as const;
const CRYPTO_ERROR = 0x100;
/** Codes that end a connection in good order: NO_ERROR, and H3_NO_ERROR of the application (RFC 9114 §8.1). */
const GOOD_ENDS: Readonly<Record<ConnectionCloseFrame['level'], number>> = { transport: 0x0, application: 0x100 };
const NOTHING = new Uint8Array(0);

export function transportClose(errorCode: number): ConnectionCloseFrame {
  return { type: 'connection_close', level: 'transport', errorCode, reason: NOTHING };
}

/** TLS failed with that alert (RFC 9001 §4.8). */
export function cryptoClose(alert: number): ConnectionCloseFrame {
  return transportClose(CRYPTO_ERROR + alert);
}

/** What the peer's close means for those who use the connection; undefined where it ended in good order. */
export function failureOf({ level, errorCode }: ConnectionCloseFrame): StreamFailure | undefined {
  if (errorCode === GOOD_ENDS[level]) return undefined;
  const name = level === 'transport' ? transportErrorName(errorCode) : `error 0x${errorCode.toString(16)} of the application`;
  return { code: 'ERR_QUIC_PROTOCOL_ERROR', message: `The peer closed the QUIC connection with ${name}; without that error it would have stayed open.` };
}
