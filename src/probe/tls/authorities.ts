import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { InputError } from '../../model/wirewalkError';

const PEM_BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
const PEM_LIMIT = 4_194_304;

/**
 * The authorities that a probe trusts: those that Node carries (Mozilla's), and the person's own beside them. Undefined without
 * own ones: the built-in list stands. Throws `InputError` for text that holds no certificate or a broken one.
 */
export function trustedAuthorities(caPem: string | undefined): string[] | undefined {
  if (caPem === undefined) return undefined;
  if (caPem.length > PEM_LIMIT) throw new InputError(`A CA file has at most ${PEM_LIMIT} characters; found ${caPem.length}.`);
  const blocks = caPem.match(PEM_BLOCK) ?? [];
  if (blocks.length === 0) throw new InputError('The CA file holds no PEM certificate (-----BEGIN CERTIFICATE-----).');
  for (const [index, block] of blocks.entries()) {
    try {
      new X509Certificate(block);
    } catch {
      throw new InputError(`Certificate ${index + 1} of the CA file cannot be read.`);
    }
  }
  return [...rootCertificates, ...blocks];
}
