import type { CertificateError, CertificateErrorWords } from '../model/certificateError';

const WRONG_NAME = 'ERR_TLS_CERT_ALTNAME_INVALID';

/** OpenSSL 3's texts (X509_verify_cert_error_string) by the names that Node gives them. */
const OPENSSL_TEXTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'certificate has expired',
  CERT_NOT_YET_VALID: 'certificate is not yet valid',
  CERT_REVOKED: 'certificate revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unable to get local issuer certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unable to verify the first certificate',
};

/** OpenSSL's first error, which most programs show; Node shows the last one of a lone certificate. */
function firstText({ code }: CertificateError): string {
  return OPENSSL_TEXTS[code === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' ? 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' : code] ?? code;
}

function libcurlText(error: CertificateError): string {
  return error.code === WRONG_NAME
    ? `SSL: no alternative certificate subject name matches target host name '${error.host}'`
    : `SSL certificate problem: ${firstText(error)}`;
}

/** Exit code 60: CURLE_PEER_FAILED_VERIFICATION. */
export const curlWords: CertificateErrorWords = (error) => `curl: (60) ${libcurlText(error)}`;

/** `curl_errno` and `curl_error`. */
export const phpCurlWords: CertificateErrorWords = (error) => `60 ${libcurlText(error)}`;

/** The error's code and message; `fetch` has it as the cause of its TypeError. */
export const nodeWords: CertificateErrorWords = ({ code, host, names }) => {
  const altNames = names.map((name) => `DNS:${name}`).join(', ');
  const text = code === WRONG_NAME ? `Hostname/IP does not match certificate's altnames: Host: ${host}. is not in the cert's altnames: ${altNames}` : (OPENSSL_TEXTS[code] ?? code);
  return `${code}: ${text}`;
};

function pythonText(error: CertificateError): string {
  const text = error.code === WRONG_NAME ? `Hostname mismatch, certificate is not valid for '${error.host}'.` : firstText(error);
  return `[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: ${text} (_ssl.c:1006)`;
}

/** Python 3.11's `ssl`, as urllib shows it. */
export const urllibWords: CertificateErrorWords = (error) => `<urlopen error ${pythonText(error)}>`;

/** The same as urllib3 and requests show it: the repr of a string, whose quotes depend on what is in it. */
export const requestsWords: CertificateErrorWords = (error) => {
  const text = pythonText(error);
  const quote = text.includes('\'') ? '"' : '\'';
  return `SSLError(SSLCertVerificationError(1, ${quote}${text}${quote}))`;
};

/** The same where the library hands it on as it is. */
export const pythonWords: CertificateErrorWords = pythonText;

/** Ruby's OpenSSL::SSL::SSLError, without the address that stands in it. */
export const rubyWords: CertificateErrorWords = (error) => `certificate verify failed (${error.code === WRONG_NAME ? 'hostname mismatch' : firstText(error)})`;

/** crypto/x509. */
export const goWords: CertificateErrorWords = ({ code, host, names, nowMs, notBeforeMs, notAfterMs }) => {
  switch (code) {
    case WRONG_NAME: return `x509: certificate is valid for ${names.join(', ')}, not ${host}`;
    case 'CERT_HAS_EXPIRED': return `x509: certificate has expired or is not yet valid: current time ${seconds(nowMs)} is after ${seconds(notAfterMs)}`;
    case 'CERT_NOT_YET_VALID': return `x509: certificate has expired or is not yet valid: current time ${seconds(nowMs)} is before ${seconds(notBeforeMs)}`;
    default: return 'x509: certificate signed by unknown authority';
  }
};

/** SunJSSE. */
export const javaWords: CertificateErrorWords = ({ code, host }) => {
  const exception = 'javax.net.ssl.SSLHandshakeException';
  switch (code) {
    case WRONG_NAME: return `${exception}: No subject alternative DNS name matching ${host} found.`;
    case 'CERT_HAS_EXPIRED': case 'CERT_NOT_YET_VALID':
      return `${exception}: PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed`;
    default:
      return `${exception}: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target`;
  }
};

/** Chromium's net_error_list.h. */
const CHROMIUM_ERRORS: Readonly<Record<string, string>> = {
  [WRONG_NAME]: 'ERR_CERT_COMMON_NAME_INVALID', CERT_HAS_EXPIRED: 'ERR_CERT_DATE_INVALID', CERT_NOT_YET_VALID: 'ERR_CERT_DATE_INVALID', CERT_REVOKED: 'ERR_CERT_REVOKED',
};

/** What stands on the page that a browser shows instead, and in its console. */
export const chromiumWords: CertificateErrorWords = ({ code }) => `net::${CHROMIUM_ERRORS[code] ?? 'ERR_CERT_AUTHORITY_INVALID'}`;

/** As RFC 3339 has it, without fractions. */
function seconds(unixMs: number): string {
  return `${new Date(unixMs).toISOString().slice(0, 19)}Z`;
}
