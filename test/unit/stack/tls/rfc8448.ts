import { readFileSync } from 'node:fs';
import path from 'node:path';

/** RFC 8448's traces as the Botan project wrote them down (BSD-2-Clause, see LICENSE beside the file). */
const file = path.join(import.meta.dirname, '../../../fixtures/tls13-rfc8448/transcripts.vec');

/** The hexadecimal values of one section, by name. */
export function vectors(section: string): (name: string) => Uint8Array {
  const lines = readFileSync(file, 'utf8').split('\n');
  const start = lines.indexOf(`[${section}]`);
  const values = new Map<string, string>();
  for (const line of lines.slice(start + 1)) {
    if (line.startsWith('[')) break;
    const [name, value] = line.split('=').map((part) => part.trim());
    if (name !== undefined && value !== undefined) values.set(name, value);
  }
  return (name) => {
    const value = values.get(name);
    if (start < 0 || value === undefined) throw new Error(`No ${name} in section ${section}.`);
    return Uint8Array.from(Buffer.from(value, 'hex'));
  };
}

/** Every handshake message of the file that stands in the clear, with the section and name it has there. */
export function plaintextMessages(): { title: string; bytes: Uint8Array }[] {
  let section = '';
  return readFileSync(file, 'utf8').split('\n').flatMap((line) => {
    if (line.startsWith('[')) section = line;
    const match = /^(Message_\w+|Record_ClientHello_\w+|Record_HelloRetryRequest) += +(\w+)$/.exec(line);
    if (!match) return [];
    const bytes = Uint8Array.from(Buffer.from(match[2] ?? '', 'hex'));
    return [{ title: `${section} ${match[1]}`, bytes: match[1]?.startsWith('Record') ? bytes.subarray(5) : bytes }];
  });
}
