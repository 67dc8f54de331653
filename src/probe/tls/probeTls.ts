import type { Observation } from '../../model/observation';
import { givenAddress } from '../plan';
import type { TlsProbeOptions } from '../probeOptions';
import { observe } from '../probeRun';
import { resolveTarget } from '../resolveTarget';
import { connectFirst } from '../tcp/connect';
import { formatEndpoint, parseHostTarget } from '../target';
import { establishTls } from './establishTls';
import { probeContext } from './probeContext';

/**
 * Makes one TLS handshake with a server, looks at what it sent, and closes without sending any application data. Steps:
 * `dns.lookup`, `tcp.handshake` (one per address tried), `tls.handshake`, `tls.certificate`.
 *
 * Rejects with `InputError` for options that cannot be used; everything that a network or a server does is in the observation.
 */
export async function probeTls(options: TlsProbeOptions): Promise<Observation> {
  const target = parseHostTarget(options.target, 443);
  const address = givenAddress(options.address);
  const context = probeContext(options.caPem);
  return observe(options, formatEndpoint(target.host, target.port), async (run) => {
    const contacts = await resolveTarget(run, target, address, 'tls', 'TLS handshake, then closed; nothing else is sent');
    const connection = await connectFirst(run, contacts);
    if (!connection) return;
    await establishTls(run, connection, { host: target.host, alpn: options.alpn ?? ['h2', 'http/1.1'], context, waitForTickets: true });
  });
}
