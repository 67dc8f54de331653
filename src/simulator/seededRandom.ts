import type { RandomSource } from '../stack/services';

/**
 * Seeded chance: xorshift128 over a state that SplitMix32 fills. Good enough to look random in a packet, not for secrets:
 * the keys it makes belong to a simulated network.
 */
export class SeededRandom implements RandomSource {
  private readonly state = new Uint32Array(4);

  constructor(seed: number, label: string) {
    let mixed = seed >>> 0;
    for (let index = 0; index < label.length; index++) mixed = Math.imul(mixed ^ label.charCodeAt(index), 0x01000193) >>> 0;
    for (let index = 0; index < 4; index++) {
      mixed = (mixed + 0x9e3779b9) >>> 0;
      let word = mixed;
      word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
      word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
      this.state[index] = (word ^ (word >>> 15)) | (index === 0 ? 1 : 0);
    }
  }

  bytes(count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    for (let index = 0; index < count; index += 4) {
      const word = this.next();
      for (let shift = 0; shift < 4 && index + shift < count; shift++) bytes[index + shift] = (word >>> (shift * 8)) & 0xff;
    }
    return bytes;
  }

  below(limit: number): number {
    if (!(limit >= 1)) throw new RangeError(`No whole number is below ${limit}.`);
    return Math.floor((this.next() / 2 ** 32) * limit);
  }

  private next(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.state;
    let mixed = a ^ (a << 11);
    mixed ^= mixed >>> 8;
    const word = (mixed ^ d ^ (d >>> 19)) >>> 0;
    this.state.set([b, c, d, word]);
    return word;
  }
}
