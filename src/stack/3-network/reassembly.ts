import type { HostServices, Timer } from '../services';
import type { IpDatagram } from './ipDatagram';

interface Assembly {
  /** Disjoint octet ranges of the payload that are there, in order. */
  ranges: readonly { readonly start: number; readonly end: number }[];
  /** Known once the last fragment is there. */
  totalBytes: number | undefined;
  first: IpDatagram | undefined;
  readonly timer: Timer;
}

/** How long Linux keeps fragments (net.ipv4.ipfrag_time, net.ipv6.ip6frag_time); RFC 8200 §4.5 asks for 60 s. */
const TIMEOUT_MS = { ipv4: 30_000, ipv6: 60_000 } as const;

/** Puts fragments together at their destination (RFC 791 §3.2 "Reassembly", RFC 8200 §4.5). */
export class Reassembly {
  private readonly assemblies = new Map<string, Assembly>();

  /** `expired` hears of a datagram whose other fragments did not come in time, with the first one of it. */
  constructor(private readonly host: HostServices, private readonly expired: (first: IpDatagram, waitedMs: number) => void) {}

  /** Takes a fragment; returns the whole datagram once all are there. What is no fragment comes back as it is. */
  add(datagram: IpDatagram): IpDatagram | undefined {
    const { fragment } = datagram;
    if (!fragment) return datagram;
    const key = keyOf(datagram);
    const assembly = this.assemblies.get(key) ?? this.begin(key, datagram);
    const start = fragment.offsetBytes;
    const end = start + fragment.lengthBytes;
    assembly.ranges = merged([...assembly.ranges, { start, end }]);
    if (start === 0) assembly.first = datagram;
    if (!fragment.moreFragments) assembly.totalBytes = end;
    const [only] = assembly.ranges;
    const isWhole = assembly.ranges.length === 1 && only?.start === 0 && only.end === assembly.totalBytes;
    this.host.trace.crossing({
      layer: 3, direction: 'up', protocol: datagram.protocol,
      action: () => `kept the fragment of octets ${start} to ${end - 1}${isWhole ? ': the datagram is whole' : ' until the others are there'}`,
      lengthBytes: fragment.lengthBytes,
    });
    if (!isWhole) return undefined;
    assembly.timer.cancel();
    this.assemblies.delete(key);
    return withoutFragment(datagram);
  }

  private begin(key: string, { protocol }: IpDatagram): Assembly {
    const waitedMs = TIMEOUT_MS[protocol];
    const timer = this.host.after(waitedMs, () => {
      this.assemblies.delete(key);
      // RFC 792 "Time Exceeded Message": said only where the first fragment is there to be quoted.
      if (assembly.first) this.expired(assembly.first, waitedMs);
    });
    const assembly: Assembly = { ranges: [], totalBytes: undefined, first: undefined, timer };
    this.assemblies.set(key, assembly);
    return assembly;
  }
}

function keyOf(datagram: IpDatagram): string {
  const { source, destination, payload } = datagram;
  const identification = datagram.protocol === 'ipv4' ? datagram.identification : datagram.fragment?.identification;
  return `${source} ${destination} ${payload.protocol} ${identification}`;
}

function withoutFragment(datagram: IpDatagram): IpDatagram {
  const { fragment, ...whole } = datagram;
  return fragment ? (whole) : datagram;
}

function merged(ranges: Assembly['ranges']): Assembly['ranges'] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}
