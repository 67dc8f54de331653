/** What an alert's description (RFC 8446 §6, RFC 5246 §7.2.2, RFC 7301 §3.2) means to a person who probes. */
const MEANINGS: Readonly<Record<number, string>> = {
  0: 'the server closed in good order',
  10: 'the server received a message it did not expect',
  20: 'the server could not authenticate a record',
  22: 'a record was too long for the server',
  40: 'the server and this probe have no cipher suite, group or signature algorithm in common',
  42: 'the server refused the client\'s certificate',
  43: 'the server does not support the client\'s kind of certificate',
  44: 'the client\'s certificate is revoked',
  45: 'the client\'s certificate has expired',
  46: 'the server did not accept the client\'s certificate',
  47: 'a field of the handshake was not acceptable to the server',
  48: 'the server does not know the authority of the client\'s certificate',
  49: 'the server denies access',
  50: 'the server could not read a message',
  51: 'a signature or Finished did not verify at the server',
  70: 'the server speaks none of the offered TLS versions',
  71: 'the server wants stronger algorithms than were offered',
  80: 'the server failed inside',
  86: 'the server supports a newer version than the one that was offered',
  90: 'the handshake was cancelled at the server',
  109: 'the server misses an extension',
  110: 'the server met an extension that it did not ask for',
  112: 'the server does not serve the name that was asked for (SNI)',
  113: 'the stapled OCSP response was refused',
  115: 'the server does not know the session that was offered',
  116: 'the server requires a client certificate, and a probe has none',
  120: 'the server speaks none of the offered application protocols (ALPN)',
};

export function alertMeaning(description: number): string {
  return MEANINGS[description] ?? 'its meaning is not assigned';
}
