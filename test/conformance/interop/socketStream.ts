import type { Socket } from 'node:net';
import { HandshakePayload } from '../../../src/stack/6-presentation/tls/handshake/handshakePayload';
import { TlsRecord } from '../../../src/stack/6-presentation/tls/record';
import type { Slice } from '../../../src/stack/payload';
import { wholeSlice } from '../../../src/stack/payload';
import type { ByteStream, ByteStreamHandler } from '../../../src/stack/services';
import type { Negotiation, ReceivedMessages } from './receivedMessages';

/** A real TCP connection as the byte stream below TLS: structure becomes octets on the way out, and octets structure on the way in. */
export class SocketStream implements ByteStream {
  handler: ByteStreamHandler = { opened() {}, received() {}, ended() {}, failed() {} };
  /** What went wrong with what the peer sent. */
  problem: Error | undefined;

  constructor(private readonly socket: Socket, received: ReceivedMessages, private readonly negotiation: Negotiation) {
    socket.on('data', (octets: Buffer) => {
      try {
        for (const record of received.add(octets)) this.handler.received(wholeSlice(record));
      } catch (error) {
        this.problem = error instanceof Error ? error : new Error(String(error));
        socket.destroy();
      }
    });
    socket.on('end', () => this.handler.ended());
    socket.on('error', (error) => this.handler.failed({ code: 'ECONNRESET', message: error.message }));
  }

  send({ payload, start, length }: Slice): void {
    if (payload instanceof TlsRecord) {
      for (const { payload: inside } of payload.content) if (inside instanceof HandshakePayload) this.negotiation.note(inside.message);
    }
    this.socket.write(payload.encode().bytes.subarray(start, start + length));
  }

  close(): void {
    this.socket.end();
  }

  abort(): void {
    this.socket.destroy();
  }
}
