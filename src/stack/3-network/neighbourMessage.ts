/**
 * A neighbour solicitation or advertisement (RFC 4861 §4.3, §4.4) as structure, with the one option that an Ethernet host adds: its
 * hardware address. `icmpv6Codec.ts` makes and reads its octets.
 */
export type NeighbourMessage = NeighbourSolicitation | NeighbourAdvertisement;

export interface NeighbourSolicitation {
  readonly protocol: 'icmpv6';
  readonly kind: 'solicitation';
  /** The address whose owner is sought. */
  readonly target: string;
  /** Of the sender: the source link-layer address option. */
  readonly hardwareAddress: string;
}

export interface NeighbourAdvertisement {
  readonly protocol: 'icmpv6';
  readonly kind: 'advertisement';
  /** The address that the sender owns. */
  readonly target: string;
  /** Of the sender: the target link-layer address option. */
  readonly hardwareAddress: string;
  readonly router: boolean;
  readonly solicited: boolean;
  readonly override: boolean;
}

/** Type, code, checksum, flags, target and an option of 8 octets. */
export const NEIGHBOUR_MESSAGE_BYTES = 32;
/** RFC 4861 §7.1: a message that came through a router is not from a neighbour. */
export const NEIGHBOUR_HOP_LIMIT = 255;

/** Whether a message of ICMPv6 is about neighbours rather than about datagrams. */
export function isNeighbourMessage(message: { readonly kind: string }): message is NeighbourMessage {
  return message.kind === 'solicitation' || message.kind === 'advertisement';
}
