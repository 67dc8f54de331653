import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** Chains made by another X.509 implementation than the one under test. */
x509.cryptoProvider.set(webcrypto as unknown as Crypto);

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;

export interface Issued {
  readonly certificate: x509.X509Certificate;
  readonly certificatePem: string;
  readonly keyPem: string;
  readonly keys: CryptoKeyPair;
}

export interface CertificateWish {
  readonly subject: string;
  readonly issuer?: Issued;
  readonly names?: readonly { readonly type: 'dns' | 'ip'; readonly value: string }[];
  readonly isAuthority?: boolean;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly algorithm?: 'ecdsa' | 'rsa';
}

let serial = 1;

export async function issue(wish: CertificateWish): Promise<Issued> {
  const algorithm = wish.algorithm === 'rsa'
    ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2048 }
    : ALGORITHM;
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: (serial++).toString(16).padStart(4, '0'),
    subject: wish.subject,
    issuer: wish.issuer?.certificate.subject ?? wish.subject,
    notBefore: wish.notBefore ?? new Date(Date.now() - DAY_MS),
    notAfter: wish.notAfter ?? new Date(Date.now() + 90 * DAY_MS),
    publicKey: keys.publicKey,
    signingKey: (wish.issuer?.keys ?? keys).privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(wish.isAuthority === true, undefined, true),
      ...(wish.names ? [new x509.SubjectAlternativeNameExtension([...wish.names])] : []),
    ],
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { certificate, certificatePem: certificate.toString('pem'), keyPem: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'), keys };
}

/** Root, intermediate and a server certificate for localhost names. */
export async function makeChain(leaf: Omit<CertificateWish, 'issuer' | 'subject'> & { readonly subject?: string } = {}): Promise<{
  readonly root: Issued; readonly intermediate: Issued; readonly leaf: Issued; readonly chainPem: string;
}> {
  const root = await issue({ subject: 'CN=Test Root', isAuthority: true });
  const intermediate = await issue({ subject: 'CN=Test Intermediate', isAuthority: true, issuer: root });
  const server = await issue({
    names: [{ type: 'dns', value: 'server.example' }, { type: 'ip', value: '127.0.0.1' }], subject: 'CN=server.example,O=Example', ...leaf, issuer: intermediate,
  });
  return { root, intermediate, leaf: server, chainPem: `${server.certificatePem}\n${intermediate.certificatePem}` };
}
