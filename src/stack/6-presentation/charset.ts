/** What decided which characters octets stand for. */
export interface CharacterEncoding {
  /** Lower case, as the label says: "utf-8". */
  readonly label: string;
  readonly decidedBy: 'byte order mark' | 'Content-Type' | 'meta element' | 'default';
}

/** RFC 9110 §8.3.2, WHATWG Encoding §4.2: labels that are read as windows-1252. */
const WINDOWS_1252_LABELS = ['iso-8859-1', 'latin1', 'us-ascii', 'ascii', 'windows-1252', 'cp1252'];
/** WHATWG HTML §13.2.3.2: how far browsers look for a meta element. */
const PRESCAN_BYTES = 1024;

/**
 * The character encoding of a text (WHATWG HTML §13.2.3): a byte order mark, then `charset` of Content-Type, then for HTML a meta
 * element among the first 1024 octets, then windows-1252, as browsers in most languages take it.
 */
export function characterEncoding(start: Uint8Array, contentType: string): CharacterEncoding {
  const [first, second, third] = start;
  if (first === 0xef && second === 0xbb && third === 0xbf) return { label: 'utf-8', decidedBy: 'byte order mark' };
  if (first === 0xfe && second === 0xff) return { label: 'utf-16be', decidedBy: 'byte order mark' };
  if (first === 0xff && second === 0xfe) return { label: 'utf-16le', decidedBy: 'byte order mark' };
  const declared = /;\s*charset\s*=\s*"?([^\s";,]{1,40})/i.exec(contentType.slice(0, 1024))?.[1];
  if (declared !== undefined) return { label: known(declared), decidedBy: 'Content-Type' };
  if (/^(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i.test(contentType.trim())) {
    const text = String.fromCharCode(...start.subarray(0, PRESCAN_BYTES));
    const meta = /<meta[^>]{0,200}?charset\s*=\s*["']?([^\s"'/>;]{1,40})/i.exec(text)?.[1];
    // A meta element that could be read was not in UTF-16, whatever it says.
    if (meta !== undefined) return { label: known(meta).startsWith('utf-16') ? 'utf-8' : known(meta), decidedBy: 'meta element' };
  }
  return { label: 'windows-1252', decidedBy: 'default' };
}

function known(label: string): string {
  const lower = label.toLowerCase();
  if (lower === 'utf8') return 'utf-8';
  return WINDOWS_1252_LABELS.includes(lower) ? 'windows-1252' : lower;
}
