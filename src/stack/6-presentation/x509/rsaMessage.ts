import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { fromHex } from '../../fieldWriter';

type Hash = typeof sha256 | typeof sha384 | typeof sha512;

/** RSASSA-PSS and PKCS#1 v1.5 as TLS names them (RFC 8446 §4.2.3), with their hashes. */
const forms = new Map<number, { readonly hash: Hash; readonly pss: boolean }>([
  [0x0804, { hash: sha256, pss: true }], [0x0805, { hash: sha384, pss: true }], [0x0806, { hash: sha512, pss: true }],
  [0x0401, { hash: sha256, pss: false }], [0x0501, { hash: sha384, pss: false }], [0x0601, { hash: sha512, pss: false }],
]);

/** Code points of the schemes of an RSA key. */
export const RSA_SCHEMES: readonly number[] = [...forms.keys()];

/** DER of DigestInfo up to the hash (RFC 8017 §9.2 note 1), by the hash's octets. */
const DIGEST_INFO = new Map([
  [32, fromHex('3031300d060960864801650304020105000420')],
  [48, fromHex('3041300d060960864801650304020205000430')],
  [64, fromHex('3051300d060960864801650304020305000440')],
]);

/**
 * What the private key is applied to: the message's hash in the encoding of the scheme (RFC 8017 §9). `salt` is cut to the hash's
 * length (RFC 8446 §4.2.3). Throws `RangeError` for a scheme that is not RSA's.
 */
export function rsaEncodedMessage(scheme: number, message: Uint8Array, salt: Uint8Array, lengthBytes: number): Uint8Array {
  const form = forms.get(scheme);
  if (!form) throw new RangeError(`Signature scheme ${scheme} is not one of RSA.`);
  return form.pss
    ? pssEncoding(form.hash, message, salt.subarray(0, form.hash.outputLen), lengthBytes)
    : pkcs1Encoding(form.hash, message, lengthBytes);
}

/** EMSA-PSS (RFC 8017 §9.1.1) for a modulus whose highest bit is set. */
function pssEncoding(hash: Hash, message: Uint8Array, salt: Uint8Array, lengthBytes: number): Uint8Array {
  const salted = Uint8Array.of(...new Uint8Array(8), ...hash(message), ...salt);
  const digest = hash(salted);
  const block = new Uint8Array(lengthBytes - digest.length - 1);
  block[block.length - salt.length - 1] = 1;
  block.set(salt, block.length - salt.length);
  const mask = maskOf(hash, digest, block.length);
  const encoded = new Uint8Array(lengthBytes);
  for (let index = 0; index < block.length; index += 1) encoded[index] = (block[index] ?? 0) ^ (mask[index] ?? 0);
  encoded[0] = (encoded[0] ?? 0) & 0x7f;
  encoded.set(digest, block.length);
  encoded[lengthBytes - 1] = 0xbc;
  return encoded;
}

/** MGF1 (RFC 8017 appendix B.2.1). */
function maskOf(hash: Hash, seed: Uint8Array, lengthBytes: number): Uint8Array {
  const mask = new Uint8Array(Math.ceil(lengthBytes / hash.outputLen) * hash.outputLen);
  for (let counter = 0; counter * hash.outputLen < lengthBytes; counter += 1) {
    mask.set(hash(Uint8Array.of(...seed, 0, 0, counter >> 8, counter & 0xff)), counter * hash.outputLen);
  }
  return mask;
}

/** EMSA-PKCS1-v1_5 (RFC 8017 §9.2). */
function pkcs1Encoding(hash: Hash, message: Uint8Array, lengthBytes: number): Uint8Array {
  const info = DIGEST_INFO.get(hash.outputLen) ?? new Uint8Array(0);
  const encoded = new Uint8Array(lengthBytes).fill(0xff);
  const start = lengthBytes - info.length - hash.outputLen;
  encoded.set([0, 1]);
  encoded[start - 1] = 0;
  encoded.set(info, start);
  encoded.set(hash(message), start + info.length);
  return encoded;
}
