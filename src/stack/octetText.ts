/** Octets as text of one UTF-16 code unit each (ISO-8859-1): for what is ASCII when it is honest and any octets when it is not. */
export function octetsToString(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += String.fromCharCode(octet);
  return text;
}

/** The reverse of `octetsToString`. Throws `RangeError` for a character above U+00FF. */
export function stringToOctets(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length }, (_, index) => {
    const code = text.charCodeAt(index);
    if (code > 0xff) throw new RangeError(`Expected text of one octet a character, found "${text.charAt(index)}".`);
    return code;
  });
}

/** Octets for a person to see: printable ASCII as it is, everything else as `\u{…}`; what is past `limitBytes` is counted. */
export function visibleOctets(octets: Uint8Array, limitBytes = 1024): string {
  const escaped = octetsToString(octets.subarray(0, limitBytes)).replace(/[^\x20-\x7e]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
  return octets.length > limitBytes ? `${escaped}… (${octets.length - limitBytes} more octets)` : escaped;
}
