import type { NetworkService } from '../../3-network/ipHost';
import type { StepTag } from '../../payload';
import { slicesLength } from '../../payload';
import type { HostServices } from '../../services';
import { withCrossing } from '../../services';
import type { ConnectionAddresses } from './connectionAddresses';
import type { TcpSegment } from './segment';
import { tcpHeaderBytes, tcpSegmentBytes } from './segment';

/** What of a segment is not the connection's addresses. */
export type SegmentFields = Omit<TcpSegment, 'protocol' | 'sourcePort' | 'destinationPort' | 'urgentPointer'>;

/** Hands a connection's segments down to IP, and says so in the trace. */
export class SegmentSender {
  private identification: number;

  constructor(private readonly host: HostServices, private readonly network: NetworkService, private readonly addresses: ConnectionAddresses) {
    this.identification = host.random.below(0x10000);
  }

  /** `steps`: those of the trace that the segment belongs to; `identification`: that of the datagram, where it is not the next one. */
  send(fields: SegmentFields, steps: readonly StepTag[], identification?: number): void {
    const { localPort, remotePort } = this.addresses;
    const segment: TcpSegment = { protocol: 'tcp', sourcePort: localPort, destinationPort: remotePort, ...fields };
    const crossing = this.host.trace.crossing({
      layer: 4,
      direction: 'down',
      protocol: 'tcp',
      action: () => `put a header of ${tcpHeaderBytes(segment.options)} octets before ${slicesLength(segment.data)} octets of the stream`,
      lengthBytes: tcpSegmentBytes(segment),
    });
    this.identification = (this.identification + 1) & 0xffff;
    const { localAddress, remoteAddress } = this.addresses;
    this.network.send(
      segment,
      { source: localAddress, destination: remoteAddress },
      withCrossing({ steps, crossings: [] }, crossing),
      { identification: identification ?? this.identification },
    );
  }
}
