import type { NetworkService } from '../../3-network/ipHost';
import type { StepTag } from '../../payload';
import { slicesLength } from '../../payload';
import type { CrossingKind, HostServices } from '../../services';
import { withCrossing } from '../../services';
import type { ConnectionAddresses } from './connectionAddresses';
import type { TcpSegment } from './segment';
import { tcpHeaderBytes, tcpSegmentBytes } from './segment';

/** What of a segment is not the connection's addresses. */
export type SegmentFields = Omit<TcpSegment, 'protocol' | 'sourcePort' | 'destinationPort' | 'urgentPointer'>;

const PUT_ON: CrossingKind<TcpSegment> = {
  layer: 4, direction: 'down', protocol: 'tcp',
  action: ({ options, data }) => `put a header of ${tcpHeaderBytes(options)} octets before ${slicesLength(data)} octets of the stream`,
};

/** Hands a connection's segments down to IP, and says so in the trace. */
export class SegmentSender {
  private identification: number;

  constructor(private readonly host: HostServices, private readonly network: NetworkService, private readonly addresses: ConnectionAddresses) {
    this.identification = host.random.below(0x10000);
  }

  /** `steps`: those of the trace that the segment belongs to; `identification`: that of the datagram, where it is not the next one. */
  send(fields: SegmentFields, steps: readonly StepTag[], identification?: number): void {
    const { localPort, remotePort } = this.addresses;
    const { sequenceNumber, acknowledgmentNumber, flags, window, options, data } = fields;
    const segment: TcpSegment = { protocol: 'tcp', sourcePort: localPort, destinationPort: remotePort, sequenceNumber, acknowledgmentNumber, flags, window, options, data };
    const crossing = this.host.trace.passed(PUT_ON, tcpSegmentBytes(segment), segment);
    this.identification = (this.identification + 1) & 0xffff;
    const { localAddress, remoteAddress } = this.addresses;
    this.network.send(
      segment,
      { source: localAddress, destination: remoteAddress },
      withCrossing({ steps }, crossing),
      { identification: identification ?? this.identification },
    );
  }
}
