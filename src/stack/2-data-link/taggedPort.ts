import type { LinkPort } from './dataLink';
import type { VlanTag } from './ethernetFrame';

/** A port whose frames all carry `tag` (IEEE 802.1Q §6.9): what a host has on a trunk. Frames of other VLANs are not for it. */
export function taggedPort(port: LinkPort, tag: VlanTag): LinkPort {
  const tagged: LinkPort = {
    hardwareAddress: port.hardwareAddress,
    ...(port.mbps === undefined ? {} : { mbps: port.mbps }),
    transmit: (frame, context) => port.transmit({ ...frame, tag }, context),
    received: () => undefined,
  };
  port.received = (frame) => {
    if ((frame.tag?.vlan ?? 0) === tag.vlan) tagged.received(frame);
  };
  return tagged;
}
