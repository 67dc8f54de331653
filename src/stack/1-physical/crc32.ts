/** The generator polynomial of IEEE 802.3 §3.2.9, lowest power first. */
const POLYNOMIAL = 0xedb88320;

const TABLE = Uint32Array.from({ length: 256 }, (_, octet) => {
  let remainder = octet;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
  return remainder;
});

/** CRC-32 of IEEE 802.3 §3.2.9, as an unsigned 32-bit number whose lowest octet is sent first. */
export function crc32(octets: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const octet of octets) remainder = (remainder >>> 8) ^ (TABLE[(remainder ^ octet) & 0xff] ?? 0);
  return (remainder ^ 0xffffffff) >>> 0;
}
