import type { LayerNumber } from '../../model/layer';
import { IP_PROTOCOL_TCP, IP_PROTOCOL_UDP } from '../3-network/ipProtocols';
import { summarizeIpv4 } from '../3-network/ipv4Codec';
import { summarizeTcpSegment } from '../4-transport/tcp/segmentCodec';
import { summarizeUdp } from '../4-transport/udp/datagramCodec';
import { summarizeArp } from './arpCodec';
import { carriesLastOctet } from './encodeFrame';
import { summarizeEthernet } from './ethernetCodec';
import type { EthernetFrame } from './ethernetFrame';
import { ETHERTYPE_ARP, ETHERTYPE_IPV4 } from './etherTypes';

/** One line for one PDU of a frame. */
export interface PduSummary {
  readonly layer: LayerNumber;
  readonly protocol: string;
  readonly summary: string;
}

/** One line for each PDU of a frame, data link first, application PDUs where their last octet travels. Makes no bytes. */
export function summarizeFrame(frame: EthernetFrame): readonly PduSummary[] {
  const { payload } = frame;
  const typeOrLength = payload.protocol === 'arp' ? ETHERTYPE_ARP : ETHERTYPE_IPV4;
  const ethernet: PduSummary = { layer: 2, protocol: 'ethernet', summary: summarizeEthernet({ ...frame, typeOrLength }) };
  if (payload.protocol === 'arp') return [ethernet, { layer: 2, protocol: 'arp', summary: summarizeArp(payload) }];
  const transport = payload.payload;
  const isTcp = transport.protocol === 'tcp';
  const slices = isTcp ? transport.data : [transport.data];
  return [
    ethernet,
    { layer: 3, protocol: 'ipv4', summary: summarizeIpv4({ ...payload, protocol: isTcp ? IP_PROTOCOL_TCP : IP_PROTOCOL_UDP }) },
    {
      layer: 4,
      protocol: transport.protocol,
      summary: isTcp ? summarizeTcpSegment(transport) : summarizeUdp(transport, transport.data.length),
    },
    ...slices.filter(carriesLastOctet).map(({ payload: { layer = 7, protocol = 'data', summary } }): PduSummary => ({ layer, protocol, summary })),
  ];
}
