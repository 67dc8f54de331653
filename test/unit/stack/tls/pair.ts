import type { ClientHelloLayout } from '../../../../src/model/clientProfile';
import { LINUX } from '../../../../src/clients/operatingSystems/linux';
import { SeededRandom } from '../../../../src/simulator/seededRandom';
import type { CertificateChain } from '../../../../src/stack/6-presentation/x509/certificateChain';
import { makeChain } from '../../../../src/stack/6-presentation/x509/certificateChain';
import { TlsRecord } from '../../../../src/stack/6-presentation/tls/record';
import { TicketStore } from '../../../../src/stack/6-presentation/tls/ticketStore';
import type { TlsClientOptions } from '../../../../src/stack/6-presentation/tls/tlsClientHandshake';
import { TlsClient } from '../../../../src/stack/6-presentation/tls/tlsClient';
import type { TlsServerOptions } from '../../../../src/stack/6-presentation/tls/serverHandshake';
import { TlsServer } from '../../../../src/stack/6-presentation/tls/tlsServer';
import type { Payload, Slice } from '../../../../src/stack/payload';
import { wholeSlice } from '../../../../src/stack/payload';
import type { ByteStream, ByteStreamHandler, HostServices, LayerCrossing, OpenStep, StreamFailure } from '../../../../src/stack/services';

/** The ClientHello of curl 7.88 with OpenSSL 3.0, from the capture `curl-7.88-ipv4-rtt50`. */
export const CURL_LAYOUT: ClientHelloLayout = {
  recordVersion: 0x0301,
  cipherSuites: [
    0x1302, 0x1303, 0x1301, 0xc02c, 0xc030, 0x009f, 0xcca9, 0xcca8, 0xccaa, 0xc02b, 0xc02f, 0x009e, 0xc024, 0xc028, 0x006b, 0xc023,
    0xc027, 0x0067, 0xc00a, 0xc014, 0x0039, 0xc009, 0xc013, 0x0033, 0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f, 0x00ff,
  ],
  sessionIdBytes: 32,
  extensions: [
    { type: 'server_name' },
    { type: 'ec_point_formats', formats: [0, 1, 2] },
    { type: 'supported_groups', groups: [29, 23, 30, 25, 24, 256, 257, 258, 259, 260] },
    { type: 'alpn' },
    { type: 'encrypt_then_mac' },
    { type: 'extended_master_secret' },
    { type: 'post_handshake_auth' },
    {
      type: 'signature_algorithms',
      schemes: [
        0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0809, 0x080a, 0x080b, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0303, 0x0301,
        0x0302, 0x0402, 0x0502, 0x0602,
      ],
    },
    { type: 'supported_versions', versions: [0x0304, 0x0303, 0x0302, 0x0301] },
    { type: 'psk_key_exchange_modes', modes: [1] },
    { type: 'key_share', groups: [29] },
    { type: 'padding', toBytes: 512 },
  ],
};

/** The same with a session_ticket extension, as `openssl s_client` and Node have it. */
export const TICKET_LAYOUT: ClientHelloLayout = {
  ...CURL_LAYOUT,
  extensions: CURL_LAYOUT.extensions.flatMap((extension): ClientHelloLayout['extensions'] => {
    if (extension.type === 'padding') return [];
    return extension.type === 'encrypt_then_mac' ? [{ type: 'session_ticket' }, extension] : [extension];
  }),
};

export interface RecordedStep {
  readonly id: string;
  state: string;
  reason: string;
}

export interface SentRecord {
  readonly timeMs: number;
  readonly from: 'client' | 'server';
  readonly record: TlsRecord;
}

/** Two hosts on a wire of 10 ms each way, with an event queue; what crosses the wire is kept. */
export class PairWorld {
  nowMs = 0;
  readonly steps: RecordedStep[] = [];
  readonly secrets: (() => string)[] = [];
  readonly crossings: LayerCrossing[] = [];
  sent: SentRecord[] = [];
  readonly tickets = new TicketStore();
  private readonly queue: { timeMs: number; action: () => void }[] = [];

  constructor(private readonly seed = 7) {}

  host(hostName: string): HostServices {
    const after = (delayMs: number, action: () => void) => {
      const event = { timeMs: this.nowMs + delayMs, action };
      this.queue.push(event);
      return { cancel: () => void this.queue.splice(this.queue.indexOf(event), 1) };
    };
    return {
      hostName,
      system: LINUX, nowMs: () => this.nowMs, after, afterInBackground: after, random: new SeededRandom(this.seed + this.sent.length, hostName),
      trace: {
        openStep: ({ id }): OpenStep => {
          const step: RecordedStep = { id, state: 'open', reason: '' };
          const end = (state: string) => (reason: string) => {
            if (step.state !== 'open') throw new Error(`${id} ended twice: ${step.state}, ${state}`);
            Object.assign(step, { state, reason });
          };
          const stepIndex = this.steps.push(step) - 1;
          return { tag: { stepIndex }, happens: end('happens'), skipped: end('skipped'), notApplicable: end('not-applicable'), fails: end('fails') };
        },
        crossing: (crossing) => this.crossings.push(crossing),
        passed: () => 0,
        worthSaying: () => true,
        finding: () => undefined,
        secret: (line) => void this.secrets.push(line),
      },
    };
  }

  run(): void {
    for (let count = 0; this.queue.length > 0; count += 1) {
      if (count > 10_000) throw new Error('The world does not come to rest.');
      this.queue.sort((one, other) => one.timeMs - other.timeMs);
      const event = this.queue.shift();
      this.nowMs = event?.timeMs ?? this.nowMs;
      event?.action();
    }
  }

  /** Two ends of a reliable stream; call `open` when both have their handlers. */
  wire(): { client: Wire; server: Wire; open: () => void } {
    const client = new Wire(this, 'client');
    const server = new Wire(this, 'server');
    client.peer = server;
    server.peer = client;
    return { client, server, open: () => [server, client].forEach((end) => end.handler.opened()) };
  }

  later(delayMs: number, action: () => void): void {
    this.queue.push({ timeMs: this.nowMs + delayMs, action });
  }
}

export class Wire implements ByteStream {
  handler: ByteStreamHandler = { opened() {}, received() {}, ended() {}, failed() {} };
  peer: Wire | undefined;
  closed = false;

  constructor(private readonly world: PairWorld, private readonly side: 'client' | 'server') {}

  send(slice: Slice): void {
    if (this.closed) throw new Error(`${this.side} sends after closing.`);
    if (slice.payload instanceof TlsRecord) this.world.sent.push({ timeMs: this.world.nowMs, from: this.side, record: slice.payload });
    // In two parts, as segments may cut it.
    const first = Math.ceil(slice.length / 2);
    const parts = [{ ...slice, length: first }, { ...slice, start: slice.start + first, length: slice.length - first }];
    for (const part of parts) if (part.length > 0) this.world.later(10, () => this.peer?.handler.received(part));
  }

  close(): void {
    this.closed = true;
    this.world.later(10, () => this.peer?.handler.ended());
  }

  abort(): void {
    this.world.later(10, () => this.peer?.handler.failed({ code: 'ECONNRESET', message: 'reset' }));
  }
}

/** Text as an application's payload. */
export function textPayload(text: string): Payload {
  const bytes = new TextEncoder().encode(text);
  const pdu = { layer: 7 as const, protocol: 'http', summary: text, lengthBytes: bytes.length, headerBytes: bytes.length, fields: [] };
  return { lengthBytes: bytes.length, summary: text, encode: () => ({ bytes, pdus: [{ pdu, bytes }] }) };
}

export interface Exchange {
  readonly client: TlsClient;
  readonly server: TlsServer;
  readonly clientEvents: string[];
  readonly serverEvents: string[];
  readonly records: readonly SentRecord[];
  readonly chain: CertificateChain;
  failure?: StreamFailure;
}

export interface ExchangeOptions {
  readonly client?: Partial<TlsClientOptions>;
  readonly server?: Partial<TlsServerOptions>;
  readonly request?: string;
  readonly response?: string;
}

/** One connection: the client writes the request as soon as it may, the server answers, the client closes, the server too. */
export function exchange(world: PairWorld, options: ExchangeOptions = {}): Exchange {
  const { client: clientEnd, server: serverEnd, open } = world.wire();
  const before = world.sent.length;
  const serverHost = world.host('server');
  const chain = options.server?.chain ?? makeChain({ names: ['lab.example'], count: 1, random: new SeededRandom(3, 'chain') });
  const client = new TlsClient(world.host('client'), clientEnd, {
    serverName: 'lab.example', alpn: ['h2', 'http/1.1'], hello: CURL_LAYOUT, versions: { min: '1.2', max: '1.3' },
    beforeClientHelloMs: 2, beforeFinishedMs: 1, tickets: world.tickets, earlyData: false, today: '2026-07-01T00:00:00Z', ...options.client,
  });
  const server = new TlsServer(serverHost, serverEnd, {
    versions: { min: '1.2', max: '1.3' }, alpn: ['http/1.1'], chain, handshakeThinkMs: 1, ticketsSent: 2, ...options.server,
  });
  const result: Exchange = { client, server, clientEvents: [], serverEvents: [], records: [], chain };
  const { clientEvents, serverEvents } = result;
  const response = options.response ?? 'HTTP/1.1 200 OK\r\n\r\n';
  client.handler = {
    opened: () => {
      clientEvents.push('opened');
      client.send(wholeSlice(textPayload(options.request ?? 'GET / HTTP/1.1\r\n\r\n')));
    },
    received: (slice) => {
      clientEvents.push(`received ${slice.length}`);
      if (slice.start + slice.length === slice.payload.lengthBytes && slice.payload.lengthBytes === response.length) world.later(5, () => client.close());
    },
    ended: () => void clientEvents.push('ended'),
    failed: (failure) => {
      result.failure = failure;
      clientEvents.push(`failed ${failure.code}`);
    },
  };
  server.handler = {
    opened: () => void serverEvents.push('opened'),
    received: (slice) => {
      serverEvents.push(`received ${slice.length}`);
      if (slice.start + slice.length === slice.payload.lengthBytes) server.send(wholeSlice(textPayload(response)));
    },
    ended: () => {
      serverEvents.push('ended');
      server.close();
    },
    failed: (failure) => void serverEvents.push(`failed ${failure.code}`),
  };
  open();
  world.run();
  return Object.assign(result, { records: world.sent.slice(before) });
}

/** "client 22:517": side, outer content type and octets of each record. */
export function recordSizes(records: readonly SentRecord[]): string[] {
  return records.map(({ from, record }) => `${from} ${record.opaqueType}:${record.lengthBytes}`);
}
