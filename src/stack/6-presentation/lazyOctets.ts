import { once } from './once';

/** Octets whose number is known now and whose values are computed when someone looks. */
export interface LazyOctets {
  readonly lengthBytes: number;
  readonly octets: () => Uint8Array;
}

/** Octets that are known already. */
export function knownOctets(octets: Uint8Array): LazyOctets {
  return { lengthBytes: octets.length, octets: () => octets };
}

/**
 * Octets that `make` computes, once. `octets()` throws `RangeError` when their number is not `lengthBytes`: lengths that a
 * run has used already must hold.
 */
export function laterOctets(lengthBytes: number, make: () => Uint8Array): LazyOctets {
  const octets = once(() => {
    const made = make();
    if (made.length !== lengthBytes) throw new RangeError(`Expected ${lengthBytes} octets, computed ${made.length}.`);
    return made;
  });
  return { lengthBytes, octets };
}
