import { readFileSync } from 'node:fs';
import path from 'node:path';

/** RFC 8448's traces as the Botan project wrote them down (BSD-2-Clause, see LICENSE beside the file). */
const file = path.join(import.meta.dirname, '../../../fixtures/tls13-rfc8448/transcripts.vec');

/** One handshake of the file. It remembers which values were asked for. */
export class Rfc8448Section {
  private readonly values = new Map<string, string>();
  private readonly used = new Set<string>();

  constructor(readonly title: string) {
    const lines = readFileSync(file, 'utf8').split('\n');
    const start = lines.indexOf(`[${title}]`);
    if (start < 0) throw new Error(`No section ${title}.`);
    for (const line of lines.slice(start + 1)) {
      if (line.startsWith('[')) break;
      const [name, value] = line.split('=').map((part) => part.trim());
      if (name !== undefined && value !== undefined) this.values.set(name, value);
    }
  }

  get names(): readonly string[] {
    return [...this.values.keys()];
  }

  get unused(): readonly string[] {
    return this.names.filter((name) => !this.used.has(name));
  }

  text(name: string): string {
    const value = this.values.get(name);
    if (value === undefined) throw new Error(`No ${name} in section ${this.title}.`);
    this.used.add(name);
    return value;
  }

  octets(name: string): Uint8Array {
    return Uint8Array.from(Buffer.from(this.text(name).replaceAll(' ', ''), 'hex'));
  }
}

const titles = readFileSync(file, 'utf8').split('\n').flatMap((line) => /^\[(\w+)\]$/.exec(line)?.[1] ?? []);

/** The seven handshakes, by what each shows. */
export function rfc8448Sections(): readonly Rfc8448Section[] {
  return titles.map((title) => new Rfc8448Section(title));
}

/** Every handshake message of the file that stands in the clear, with the section and name it has there. */
export function plaintextMessages(): { title: string; bytes: Uint8Array }[] {
  return rfc8448Sections().flatMap((section) => section.names.flatMap((name) => {
    if (!/^(Message_\w+|Record_ClientHello_\w+|Record_HelloRetryRequest)$/.test(name)) return [];
    const bytes = section.octets(name);
    return [{ title: `${section.title} ${name}`, bytes: name.startsWith('Record') ? bytes.subarray(5) : bytes }];
  }));
}
