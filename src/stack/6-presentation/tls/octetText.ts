/** Text of one character an octet, for names that are ASCII when they are honest and any octets when they are not. */
export function readText(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += String.fromCharCode(octet);
  return text;
}

/** The octets of such text. Throws `RangeError` for a character above U+00FF. */
export function textOctets(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length }, (_, index) => {
    const code = text.charCodeAt(index);
    if (code > 0xff) throw new RangeError(`Expected text of one octet a character, found "${text.charAt(index)}".`);
    return code;
  });
}
