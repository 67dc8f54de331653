import { X509Certificate } from 'node:crypto';
import { createSecureContext, DEFAULT_CIPHERS, rootCertificates, type SecureContext } from 'node:tls';
import { InputError } from '../../model/wirewalkError';

const PEM_BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
const PEM_LIMIT = 4_194_304;

/**
 * What a probe trusts and offers: the authorities that Node carries (Mozilla's) and the person's own beside them; all versions and
 * suites that the TLS library has, weak ones too, so that a server with nothing else is described instead of unreachable.
 * Made before a connection is, because reading the authorities takes longer than a handshake.
 *
 * Throws `InputError` for a CA text that holds no certificate or a broken one.
 */
export function probeContext(caPem: string | undefined): SecureContext {
  return createSecureContext({
    ...(caPem === undefined ? {} : { ca: [...rootCertificates, ...ownAuthorities(caPem)] }),
    minVersion: 'TLSv1',
    ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0`,
  });
}

function ownAuthorities(caPem: string): readonly string[] {
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
  return blocks;
}
