import type { HostServices } from '../../services';

/** The steps that an answer from a cache spares. */
const SPARED: readonly { readonly id: string; readonly title: string; readonly layer: 4 | 6 | 7; readonly spec: string; readonly encryptedOnly?: boolean }[] = [
  { id: 'dns.lookup', title: 'Find the address of the host', layer: 7, spec: 'RFC 1034 §5.3.1' },
  { id: 'tcp.handshake', title: 'Open a TCP connection', layer: 4, spec: 'RFC 9293 §3.5' },
  { id: 'tls.handshake', title: 'Agree on keys and check the certificate', layer: 6, spec: 'RFC 8446 §2', encryptedOnly: true },
  { id: 'http.request', title: 'Send the request', layer: 7, spec: 'RFC 9110 §9' },
];

/** Says of each step that a request to `url` would take that it is not taken, and why. */
export function skipSparedSteps(host: HostServices, url: string, reason: string): void {
  for (const { id, title, layer, spec, encryptedOnly } of SPARED) {
    if (encryptedOnly && !url.startsWith('https:')) continue;
    host.trace.openStep({ id, title, layers: [layer], spec: [spec] }).skipped(reason);
  }
}
