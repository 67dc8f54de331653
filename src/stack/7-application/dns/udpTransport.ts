import { wholeSlice } from '../../payload';
import type { DatagramSocket, HostServices, OpenStep } from '../../services';
import type { DnsPayload } from './dnsPayload';
import { dnsPayload } from './dnsPayload';
import type { DnsConversation, DnsTransport, DnsTransportEvents } from './dnsTransport';

const DNS_PORT = 53;

/** DNS over UDP (RFC 1035 §4.2.1): a datagram for each message. */
export class UdpDnsTransport implements DnsTransport {
  readonly manner = '';
  readonly truncates = true;

  constructor(
    private readonly host: HostServices,
    private readonly openSocket: () => DatagramSocket,
    /** `shared`: all queries of a lookup leave from one socket, as getaddrinfo does it; `own`: each from one of its own. */
    private readonly sockets: 'shared' | 'own',
  ) {}

  disconnect(): void {
    // There is nothing to keep.
  }

  open(serverAddress: string, step: OpenStep, events: DnsTransportEvents): DnsConversation {
    const opened: DatagramSocket[] = [];
    const open = (): DatagramSocket => {
      const socket = this.openSocket();
      opened.push(socket);
      socket.received = (slice, from) => {
        const { message } = slice.payload as DnsPayload;
        if (from.address === serverAddress && message.response) events.answered(message);
      };
      socket.undelivered = (failure) => events.failed(failure);
      return socket;
    };
    const shared = this.sockets === 'shared' ? open() : undefined;
    return {
      send: (queries) => {
        for (const query of queries) {
          const payload = dnsPayload(query, step.tag);
          this.host.trace.crossing({ layer: 7, direction: 'down', protocol: 'dns', action: () => `asked ${serverAddress}: ${payload.summary}`, lengthBytes: payload.lengthBytes });
          (shared ?? open()).send(wholeSlice(payload), { address: serverAddress, port: DNS_PORT });
        }
      },
      close: () => {
        for (const socket of opened) socket.close();
      },
    };
  }
}
