/** The place of a section of an RFC in the RFC Editor's text: of "RFC 9110 §9.2.2". Undefined for any other source. */
export function specLink(spec: string): string | undefined {
  const [, number, section] = /^RFC (\d{1,5})(?: §(\d+(?:\.\d+)*))?$/.exec(spec) ?? [];
  if (number === undefined) return undefined;
  return `https://www.rfc-editor.org/rfc/rfc${number}${section === undefined ? '' : `#section-${section}`}`;
}
