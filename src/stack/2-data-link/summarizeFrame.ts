import type { LayerNumber } from '../../model/layer';
import { carriesLastOctet } from '../3-network/encodeDatagram';
import { summarizeIcmpMessage } from '../3-network/icmpBody';
import { summarizeIcmpv6Message } from '../3-network/icmpv6Codec';
import type { IpDatagram } from '../3-network/ipDatagram';
import { ipProtocolNumber } from '../3-network/ipProtocols';
import { summarizeIpv4 } from '../3-network/ipv4Codec';
import { summarizeIpv6 } from '../3-network/ipv6Codec';
import { summarizeTcpSegment } from '../4-transport/tcp/segmentCodec';
import { summarizeUdp } from '../4-transport/udp/datagramCodec';
import { summarizeArp } from './arpCodec';
import { summarizeEthernet } from './ethernetCodec';
import type { EthernetFrame } from './ethernetFrame';
import { etherTypeOf } from './etherTypes';

/** One line for one PDU of a frame. */
export interface PduSummary {
  readonly layer: LayerNumber;
  readonly protocol: string;
  readonly summary: string;
}

/** One line for each PDU of a frame, data link first, application PDUs where their last octet travels. Makes no bytes. */
export function summarizeFrame(frame: EthernetFrame): readonly PduSummary[] {
  const { payload } = frame;
  const ethernet: PduSummary = { layer: 2, protocol: 'ethernet', summary: summarizeEthernet({ ...frame, typeOrLength: etherTypeOf(payload.protocol) }) };
  if (payload.protocol === 'arp') return [ethernet, { layer: 2, protocol: 'arp', summary: summarizeArp(payload) }];
  const transport = payload.payload;
  const network: PduSummary = { layer: 3, protocol: payload.protocol, summary: summarizeDatagram(payload) };
  // The whole of a fragmented payload stands in the last fragment.
  if (payload.fragment?.moreFragments) return [ethernet, network];
  if (transport.protocol === 'icmp') return [ethernet, network, { layer: 3, protocol: 'icmp', summary: summarizeIcmpMessage(transport) }];
  if (transport.protocol === 'icmpv6') return [ethernet, network, { layer: 3, protocol: 'icmpv6', summary: summarizeIcmpv6Message(transport) }];
  const isTcp = transport.protocol === 'tcp';
  const slices = isTcp ? transport.data : [transport.data];
  return [
    ethernet,
    network,
    {
      layer: 4,
      protocol: transport.protocol,
      summary: isTcp ? summarizeTcpSegment(transport) : summarizeUdp(transport, transport.data.length),
    },
    ...slices.filter(carriesLastOctet).map(({ payload: { layer = 7, protocol = 'data', summary } }): PduSummary => ({ layer, protocol, summary })),
  ];
}

function summarizeDatagram(datagram: IpDatagram): string {
  const protocol = ipProtocolNumber(datagram.payload.protocol);
  if (datagram.protocol === 'ipv6') return summarizeIpv6({ ...datagram, protocol, isFragment: datagram.fragment !== undefined });
  const { moreFragments = false, offsetBytes = 0 } = datagram.fragment ?? {};
  return summarizeIpv4({ ...datagram, protocol, moreFragments, fragmentOffsetBytes: offsetBytes });
}
