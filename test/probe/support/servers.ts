import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What a test started on loopback; `close` ends it with every connection it has. */
export interface RunningServer {
  readonly port: number;
  /** Connections that are open now. */
  readonly sockets: ReadonlySet<Socket>;
  /** Fulfilled when the other side has closed every connection; the server itself closes none. */
  drained(): Promise<void>;
  close(): Promise<void>;
}

/** Listens on a free port of a loopback address and follows the connections of a TCP, TLS or HTTP server. */
export async function listen(server: Server, address = '127.0.0.1', port = 0): Promise<RunningServer> {
  const sockets = new Set<Socket>();
  let onDrained: (() => void) | undefined;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) onDrained?.();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    drained: () => new Promise((resolve) => {
      onDrained = resolve;
      if (sockets.size === 0) resolve();
    }),
    close: () => new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    }),
  };
}

/** A TCP server that treats each connection with `serve`. */
export function listenTcp(serve: (socket: Socket) => void, address = '127.0.0.1', port = 0): Promise<RunningServer> {
  return listen(createServer((socket) => {
    serve(socket);
    // Only who reads hears that the other side has closed.
    socket.resume();
  }), address, port);
}

/** A UDP server; `answer` may reply any number of times with any octets. */
export async function listenUdp(
  answer: (query: Buffer, reply: (bytes: Uint8Array) => void, from: RemoteInfo, socket: UdpSocket) => void, address = '127.0.0.1', port = 0,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.on('message', (query, from) => answer(query, (bytes) => socket.send(bytes, from.port, from.address), from, socket));
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, address, resolve);
  });
  return { port: socket.address().port, close: () => new Promise((resolve) => socket.close(() => resolve())) };
}
