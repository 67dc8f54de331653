const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Octets as base64 with padding (RFC 4648 §4). */
export function toBase64(octets: Uint8Array): string {
  let text = '';
  for (let at = 0; at < octets.length; at += 3) {
    const group = [octets[at] ?? 0, octets[at + 1] ?? 0, octets[at + 2] ?? 0] as const;
    const bits = (group[0] << 16) | (group[1] << 8) | group[2];
    const characters = Math.min(4, octets.length - at + 1);
    for (let index = 0; index < 4; index++) {
      text += index < characters ? ALPHABET.charAt((bits >> (18 - 6 * index)) & 0x3f) : '=';
    }
  }
  return text;
}

/** The octets of base64 with padding (RFC 4648 §4). Throws `RangeError` for anything else, unused bits that are set included. */
export function fromBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new RangeError('Base64 has groups of four characters.');
  const characters = text.replace(/=+$/, '');
  const octets = new Uint8Array(Math.floor((characters.length * 6) / 8));
  let bits = 0;
  let bitCount = 0;
  let at = 0;
  for (const character of characters) {
    bits = ((bits << 6) | ALPHABET.indexOf(character)) & 0xffff;
    bitCount += 6;
    if (bitCount >= 8) {
      bitCount -= 8;
      octets[at++] = (bits >> bitCount) & 0xff;
    }
  }
  if ((bits & ((1 << bitCount) - 1)) !== 0) throw new RangeError('Base64 ends in unused bits that are not zero.');
  return octets;
}
