import type { HandshakePayload } from '../../6-presentation/tls/handshake/handshakePayload';
import type { StreamFailure } from '../../services';
import type { QuicDatagram } from './datagram';
import type { TransportParameter } from './transportParameters';

/** What a connection's owner, client or server, does for it. */
export interface ConnectionOwner {
  /** A datagram leaves. */
  readonly send: (datagram: QuicDatagram) => void;
  /** A whole message of the handshake arrived. */
  readonly handshakeReceived: (message: HandshakePayload) => void;
  /** The peer's transport parameters arrived. */
  readonly parametersReceived: (parameters: readonly TransportParameter[]) => void;
  /** A server's own flight has left: it may send data, although the client is not heard of yet (RFC 9001 §5.7). */
  readonly writable: () => void;
  /** The connection is over; it is told once, with the reason unless it ended in good order. */
  readonly closed: (failure?: StreamFailure) => void;
}
