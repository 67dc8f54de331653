import type { HostServices } from '../services';
import { characterEncoding } from './charset';

/** How a browser turns the octets of a text into characters, as a step; says nothing of content that names no encoding and is no HTML. */
export function decodeText(host: HostServices, start: Uint8Array, contentType: string | undefined): void {
  if (contentType === undefined || !/charset\s*=|^text\/html/i.test(contentType)) return;
  const step = host.trace.openStep({ id: 'http.charset', title: 'Turn octets into characters', layers: [6], spec: ['RFC 9110 §8.3.2', 'WHATWG Encoding §6'] });
  const { label, decidedBy } = characterEncoding(start, contentType);
  step.happens(`The octets are read as ${label}: the ${decidedBy} says so (a byte order mark comes before Content-Type, and that before a meta element).`);
}
