import type { LazyOctets } from '../lazyOctets';
import type { Certificate } from '../x509/certificate';
import { commonNameDer } from '../x509/certificate';
import type { CertificateChain } from '../x509/certificateChain';
import { ALERT } from './alert';
import type { CertificateMessage } from './handshake/certificate';
import type { CertificateRequest } from './handshake/certificateRequest';
import type { Extension } from './handshake/extensions/extension';
import { SIGNATURE_ALGORITHMS } from './handshake/extensions/codeList';
import { offeredSchemes } from './handshake/extensions/find';
import { usableScheme } from './signatureChoice';
import type { HandshakeFailure } from './tlsStream';

/** What a server wants of a client's certificate, and whose it accepts. */
export interface ClientCertificatePolicy {
  readonly wanted: 'optional' | 'required';
  /** Common names of the authorities. */
  readonly authorities: readonly string[];
}

/** Schemes that OpenSSL 3.0 under Node 20 asks for: in TLS 1.3, and what it adds in TLS 1.2. */
const SCHEMES = [
  0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0809, 0x080a, 0x080b, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0303, 0x0301,
];
const SCHEMES_ONLY_IN_12 = [0x0302, 0x0402, 0x0502, 0x0602];
/** rsa_sign, dss_sign, ecdsa_sign (RFC 5246 §7.4.4, RFC 8422 §5.5). */
const CERTIFICATE_TYPES = [1, 2, 64];

/** The server's wish as a message of the version. */
export function certificateRequest({ authorities }: ClientCertificatePolicy, version: '1.2' | '1.3'): CertificateRequest {
  const names = authorities.map(commonNameDer);
  if (version === '1.2') {
    return {
      kind: 'certificate_request', form: 'tls12', certificateTypes: CERTIFICATE_TYPES, signatureSchemes: [...SCHEMES, ...SCHEMES_ONLY_IN_12], authorities: names,
    };
  }
  const extensions: Extension[] = [
    { kind: 'code_list', code: SIGNATURE_ALGORITHMS, values: SCHEMES },
    { kind: 'certificate_authorities', names },
  ];
  return { kind: 'certificate_request', form: 'tls13', context: new Uint8Array(0), extensions };
}

/** What the client answers: its chain and the scheme of its proof, or an empty Certificate (RFC 8446 §4.4.2, RFC 5246 §7.4.6). */
export interface ClientCertificateAnswer {
  readonly message: CertificateMessage;
  readonly proof?: { readonly scheme: number; readonly sign: (content: () => Uint8Array) => LazyOctets };
  /** What the client does, as one sentence. */
  readonly reason: string;
}

/** The answer with the chain, where the client has one and the server takes its kind of signature. */
export function answerCertificateRequest(request: CertificateRequest, chain: CertificateChain | undefined): ClientCertificateAnswer {
  const tls13 = request.form === 'tls13';
  const context = request.form === 'tls13' ? request.context : new Uint8Array(0);
  const schemes = request.form === 'tls13' ? offeredSchemes(request.extensions) : request.signatureSchemes;
  const scheme = chain && usableScheme(schemes, chain.key, tls13 ? '1.3' : '1.2');
  if (!chain || scheme === undefined) {
    const why = chain ? 'has none whose kind of signature the server takes' : 'has none';
    return {
      message: { kind: 'certificate', tls13, context, entries: [] },
      reason: `The server asks for the client's certificate; the client ${why} and says so with an empty Certificate.`,
    };
  }
  const entries = chain.certificates.map((certificate) => ({ data: certificate.der, certificate, extensions: [] }));
  const [own] = chain.certificates;
  return {
    message: { kind: 'certificate', tls13, context, entries },
    proof: { scheme, sign: (content) => chain.key.sign(scheme, content) },
    reason: `The server asks for the client's certificate: the client sends that of "${own?.subject ?? ''}", issued by "${own?.issuer ?? ''}", and proves with CertificateVerify, a signature over the handshake, that it has the key.`,
  };
}

/** Why the server does not go on with what the client sent; undefined where it does. The alerts are OpenSSL's. */
export function clientCertificateFault(
  chain: readonly Certificate[], { wanted, authorities }: ClientCertificatePolicy, version: '1.2' | '1.3',
): HandshakeFailure | undefined {
  const [own] = chain;
  const top = chain.at(-1);
  if (!own || !top) {
    if (wanted === 'optional') return undefined;
    const alert = version === '1.3' ? ALERT.certificateRequired : ALERT.handshakeFailure;
    return { code: 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE', alert, message: 'The server requires a certificate of the client, which sent none; with one from an authority that the server accepts it would go on.' };
  }
  if (authorities.includes(top.issuer)) return undefined;
  return { code: 'UNABLE_TO_GET_ISSUER_CERT', alert: ALERT.unknownCa, message: `"${top.issuer}" is not among the authorities whose clients the server accepts; a certificate from one of them would do.` };
}

/** Octets that a client's certificate adds to a ticket of OpenSSL's, which holds it; in blocks of 16, as it is encrypted. */
export function ticketGrowthBytes(certificate: Certificate | undefined): number {
  return certificate ? Math.ceil((certificate.der.lengthBytes + 4) / 16) * 16 : 0;
}
