import { InputError } from '../../../model/wirewalkError';
import { escapeOctets, unescapeAt } from '../../escapedText';
import { octetsToString } from '../../octetText';
import type { FieldReader, ReadDescription } from '../../fieldReader';
import type { OctetSink } from '../../octetSink';

/** RFC 1035 §2.3.4: octets of a label, and of a name with its length octets and the root. */
const LABEL_LIMIT_BYTES = 63;
const NAME_LIMIT_BYTES = 255;
/** Only offsets of 14 bits fit into a pointer (RFC 1035 §4.1.4). */
const POINTER_LIMIT = 0x3fff;
/** Octets of the header (RFC 1035 §4.1.1). */
const HEADER_BYTES = 12;
/** Real names need one or two; the limit keeps hostile chains short. */
const POINTER_HOPS_LIMIT = 32;

/**
 * The labels of a name in presentation form (RFC 1035 §5.1), without the root; one UTF-16 code unit an octet. A final dot is
 * allowed; "." is the root. Throws `InputError` naming the label that is empty or longer than 63 octets, or if the whole is longer
 * than 255 octets.
 */
export function parseName(name: string): readonly string[] {
  if (name === '.') return [];
  if (name === '') throw new InputError('A domain name is empty; the root is written as ".".');
  const labels: string[] = [];
  let label = '';
  let lengthBytes = 1;
  const endLabel = (): void => {
    if (label === '') throw new InputError(`Label ${labels.length + 1} of the name "${clip(name)}" is empty; labels have 1 to ${LABEL_LIMIT_BYTES} octets.`);
    if (label.length > LABEL_LIMIT_BYTES) {
      throw new InputError(`Label ${labels.length + 1} ("${clip(label)}") of the name "${clip(name)}" has ${label.length} octets; the limit is ${LABEL_LIMIT_BYTES}.`);
    }
    lengthBytes += label.length + 1;
    if (lengthBytes > NAME_LIMIT_BYTES) {
      throw new InputError(`The name "${clip(name)}" is longer than ${NAME_LIMIT_BYTES} octets at label ${labels.length + 1} ("${clip(label)}").`);
    }
    labels.push(label);
    label = '';
  };
  for (let index = 0; index < name.length;) {
    const { octet, escaped, next } = unescapeAt(name, index, `The name "${clip(name)}"`);
    if (!escaped && octet === 0x20) throw new InputError(`Label ${labels.length + 1} of the name "${clip(name)}" has a space; write it as \\032 if it is meant.`);
    index = next;
    if (escaped || octet !== 0x2e) {
      label += String.fromCharCode(octet);
      continue;
    }
    endLabel();
    if (index === name.length) return labels;
  }
  endLabel();
  return labels;
}

/** Labels in presentation form: letters, digits, `-`, `_`, `*` and `/` as they are, all other octets as `\DDD`. */
function formatName(labels: readonly string[]): string {
  return labels.length === 0 ? '.' : labels.map((label) => escapeOctets(label, isPlainInLabel)).join('.');
}

function isPlainInLabel(octet: number): boolean {
  return /[-A-Za-z0-9_*/]/.test(String.fromCharCode(octet));
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/**
 * Puts names, replacing an ending that was put before by a pointer (RFC 1035 §4.1.4). One for each message. Endings are compared
 * with their letter case, so that no name changes its spelling.
 */
export class NameCompressor {
  private readonly offsets = new Map<string, number>();

  /** Throws `InputError` for a name that has no wire form. `mayPoint` is false where pointers are forbidden (RFC 3597 §4). */
  put(sink: OctetSink, name: string, mayPoint = true): void {
    const labels = parseName(name);
    let ending = '';
    const endings: string[] = [];
    for (const label of labels.toReversed()) {
      ending = String.fromCharCode(label.length) + label + ending;
      endings.unshift(ending);
    }
    for (const [index, label] of labels.entries()) {
      const key = endings[index] ?? '';
      const known = this.offsets.get(key);
      if (known !== undefined && mayPoint) {
        sink.uint16(0xc000 | known);
        return;
      }
      if (known === undefined && sink.lengthBytes <= POINTER_LIMIT) this.offsets.set(key, sink.lengthBytes);
      sink.uint8(label.length);
      for (let at = 0; at < label.length; at++) sink.uint8(label.charCodeAt(at));
    }
    sink.uint8(0);
  }
}

/** A name that was read. */
interface ReadName {
  readonly text: string;
  /** Where it goes on, if it ends in a pointer. */
  readonly pointer?: number;
}

/**
 * Reads a name of a DNS message (RFC 1035 §4.1.4) as one field and returns its presentation form. A pointer has to lead backwards, to
 * before the labels it ends. Throws `DecodeError` for anything else, for the label types 0x40 and 0x80 (RFC 6891 §5), and beyond the limits.
 */
export function readName(reader: FieldReader, name: string, description: Omit<ReadDescription<string>, 'shown' | 'meaning'>, mayPoint = true): string {
  const { spec, source } = description;
  return reader.custom<ReadName>(
    name,
    {
      spec,
      source: typeof source === 'function' ? (read) => source(read.text) : source,
      shown: (read) => read.text,
      meaning: (read) => (read.pointer === undefined ? undefined : `ends in a pointer to offset ${read.pointer}`),
    },
    () => takeName(reader, mayPoint),
  ).text;
}

function takeName(reader: FieldReader, mayPoint: boolean): ReadName {
  const labels: string[] = [];
  let nameBytes = 1;
  let pointer: number | undefined;
  /** Start of the labels that are read now; a pointer has to lead to before it. */
  let runStart = reader.offsetBytes;
  let at = runStart;
  let hops = 0;
  /** In place: checked against the record's end and moved over. After a pointer: anywhere before. */
  const octetAt = (offset: number): number => {
    if (pointer === undefined) return reader.takeOctets('a name', 1)[0] ?? 0;
    return reader.bytes[offset] ?? reader.fail('a label', 'the end of the message', offset);
  };
  for (;;) {
    const first = octetAt(at);
    if (first === 0) return { text: formatName(labels), ...(pointer === undefined ? {} : { pointer }) };
    if (first >= 0xc0) {
      if (!mayPoint) reader.fail('a name without compression', 'a pointer', at);
      const target = ((first & 0x3f) << 8) | octetAt(at + 1);
      if (target < HEADER_BYTES || target >= runStart) {
        reader.fail(`a pointer to before offset ${runStart}`, `one to offset ${target}`, at);
      }
      if (++hops > POINTER_HOPS_LIMIT) reader.fail(`at most ${POINTER_HOPS_LIMIT} pointers in a name`, 'more', at);
      pointer ??= target;
      runStart = target;
      at = target;
      continue;
    }
    if (first > LABEL_LIMIT_BYTES) reader.fail('a label or a pointer', `label type 0x${(first & 0xc0).toString(16)}`, at);
    nameBytes += first + 1;
    if (nameBytes > NAME_LIMIT_BYTES) reader.fail(`a name of at most ${NAME_LIMIT_BYTES} octets`, `${nameBytes}`, at);
    const octets = pointer === undefined ? reader.takeOctets('a label', first) : reader.bytes.subarray(at + 1, at + 1 + first);
    if (octets.length < first) reader.fail(`a label of ${first} octets`, `${octets.length}`, at);
    labels.push(octetsToString(octets));
    at += first + 1;
  }
}
