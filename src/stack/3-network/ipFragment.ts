/** Which part of a larger payload a datagram carries (RFC 791 §3.2, RFC 8200 §4.5). */
export interface Fragment {
  /** Octets of the payload before this part; a multiple of 8. */
  readonly offsetBytes: number;
  /** Octets of this part; a multiple of 8 in all fragments but the last. */
  readonly lengthBytes: number;
  readonly moreFragments: boolean;
}

/** The same in an IPv6 Fragment header, which alone has an identification there (RFC 8200 §4.5). */
export interface Ipv6Fragment extends Fragment {
  /** 32-bit. */
  readonly identification: number;
}

/** Offsets are counted in units of so many octets. */
export const FRAGMENT_UNIT_BYTES = 8;

/**
 * The parts into which a payload goes where each may have at most `roomBytes` octets. `whole` is what is to be carried: a payload from its
 * first octet to its last, or a fragment that has to be cut once more. Throws `RangeError` where not even one unit of 8 octets has room.
 */
export function fragmentsFor(whole: Fragment, roomBytes: number): readonly Fragment[] {
  const partBytes = Math.floor(roomBytes / FRAGMENT_UNIT_BYTES) * FRAGMENT_UNIT_BYTES;
  if (partBytes < FRAGMENT_UNIT_BYTES) throw new RangeError(`A fragment needs room for ${FRAGMENT_UNIT_BYTES} octets, not ${roomBytes}.`);
  const parts: Fragment[] = [];
  for (let taken = 0; taken < whole.lengthBytes; taken += partBytes) {
    const lengthBytes = Math.min(partBytes, whole.lengthBytes - taken);
    const isLast = taken + lengthBytes === whole.lengthBytes;
    parts.push({ offsetBytes: whole.offsetBytes + taken, lengthBytes, moreFragments: whole.moreFragments || !isLast });
  }
  return parts;
}

/** A payload of so many octets from its first to its last: what is not fragmented yet. */
export function wholePayload(lengthBytes: number): Fragment {
  return { offsetBytes: 0, lengthBytes, moreFragments: false };
}
