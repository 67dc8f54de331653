/** Alert descriptions (RFC 8446 §6, RFC 5246 §7.2.2, RFC 7301 §3.2) and what they mean to a person who probes. */
const ALERTS: Readonly<Record<number, readonly [name: string, meaning: string]>> = {
  0: ['close_notify', 'the server closed in good order'],
  10: ['unexpected_message', 'the server received a message it did not expect'],
  20: ['bad_record_mac', 'the server could not authenticate a record'],
  22: ['record_overflow', 'a record was too long for the server'],
  40: ['handshake_failure', 'the server and this probe have no cipher suite, group or signature algorithm in common'],
  42: ['bad_certificate', 'the server refused the client\'s certificate'],
  43: ['unsupported_certificate', 'the server does not support the client\'s kind of certificate'],
  44: ['certificate_revoked', 'the client\'s certificate is revoked'],
  45: ['certificate_expired', 'the client\'s certificate has expired'],
  46: ['certificate_unknown', 'the server did not accept the client\'s certificate'],
  47: ['illegal_parameter', 'a field of the handshake was not acceptable to the server'],
  48: ['unknown_ca', 'the server does not know the authority of the client\'s certificate'],
  49: ['access_denied', 'the server denies access'],
  50: ['decode_error', 'the server could not read a message'],
  51: ['decrypt_error', 'a signature or Finished did not verify at the server'],
  70: ['protocol_version', 'the server speaks none of the offered TLS versions'],
  71: ['insufficient_security', 'the server wants stronger algorithms than were offered'],
  80: ['internal_error', 'the server failed inside'],
  86: ['inappropriate_fallback', 'the server supports a newer version than the one that was offered'],
  90: ['user_canceled', 'the handshake was cancelled at the server'],
  109: ['missing_extension', 'the server misses an extension'],
  110: ['unsupported_extension', 'the server met an extension that it did not ask for'],
  112: ['unrecognized_name', 'the server does not serve the name that was asked for (SNI)'],
  113: ['bad_certificate_status_response', 'the stapled OCSP response was refused'],
  115: ['unknown_psk_identity', 'the server does not know the session that was offered'],
  116: ['certificate_required', 'the server requires a client certificate, and a probe has none'],
  120: ['no_application_protocol', 'the server speaks none of the offered application protocols (ALPN)'],
};

export function alertName(description: number): string {
  return ALERTS[description]?.[0] ?? `alert ${description}`;
}

export function alertMeaning(description: number): string {
  return ALERTS[description]?.[1] ?? 'its meaning is not assigned';
}
