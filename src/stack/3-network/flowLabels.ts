import type { HostServices } from '../services';
import type { TransportPdu } from './transportPdu';

/** The labels of the flows that a host sends: random, not zero, one for each flow (RFC 6437 §3), as Linux does (net.ipv6.auto_flowlabels). */
export class FlowLabels {
  private readonly labels = new Map<string, number>();

  constructor(private readonly host: HostServices) {}

  labelOf({ protocol, sourcePort, destinationPort }: TransportPdu, { source, destination }: { readonly source: string; readonly destination: string }): number {
    const flow = `${protocol} ${source} ${sourcePort} ${destination} ${destinationPort}`;
    const label = this.labels.get(flow) ?? 1 + this.host.random.below(0xfffff);
    this.labels.set(flow, label);
    return label;
  }
}
