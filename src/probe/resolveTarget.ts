import type { LayerNumber } from '../model/layer';
import { plannedContact, systemResolverContacts } from './contacts';
import { NetworkFailure, toNetworkFailure } from './networkFailure';
import type { PlannedContact } from './probeOptions';
import { absent, seen, type ProbeRun } from './probeRun';
import type { HostTarget } from './target';

const LOOKUP_LAYERS: readonly LayerNumber[] = [7];
/** Addresses of one name that are tried, in the system's order. */
const ADDRESSES_TRIED = 3;

/**
 * The addresses to connect to, each confirmed by the person. With a name, the system is asked once (step `dns.lookup`); what it
 * answered is what was confirmed and what will be connected to. Empty when the lookup failed or the person declined; the steps
 * say which.
 */
export async function resolveTarget(
  run: ProbeRun, target: HostTarget, givenAddress: string | undefined, transport: PlannedContact['transport'], purpose: string,
): Promise<readonly PlannedContact[]> {
  const known = givenAddress ?? target.address;
  const addresses = known === undefined ? await lookUp(run, target.host) : [known];
  if (known !== undefined) {
    run.openStep('dns.lookup', `Look up ${target.host}`, LOOKUP_LAYERS, []).end(
      givenAddress === undefined ? 'not-applicable' : 'skipped',
      givenAddress === undefined
        ? `${target.host} is an address already; there is nothing to look up.`
        : `You gave the address ${givenAddress}; ${target.host} is used for the server name and the certificate only.`,
      [seen('Address', known)],
    );
  }
  const contacts = addresses.slice(0, ADDRESSES_TRIED).map((address) => plannedContact(address, target.port, transport, purpose));
  if (contacts.length === 0) return [];
  return (await confirmed(run, contacts)) ? contacts : [];
}

/** Asks the person; a refusal becomes a skipped step. */
export async function confirmed(run: ProbeRun, contacts: readonly PlannedContact[]): Promise<boolean> {
  if (await run.confirm(contacts)) return true;
  run.openStep('probe.consent', 'Ask before contacting', [], []).end(
    'skipped', 'You chose not to contact these addresses; nothing was sent to them.',
    contacts.map((each) => seen('Address', each.address, each.addressClass.sentence)),
  );
  return false;
}

async function lookUp(run: ProbeRun, name: string): Promise<readonly string[]> {
  const contacts = systemResolverContacts(run.system, name);
  if (!(await confirmed(run, contacts))) return [];
  run.progress(`Looking up ${name}`);
  const step = run.openStep('dns.lookup', `Look up ${name} with the system's resolver`, LOOKUP_LAYERS, ['RFC 3493 §6.1']);
  try {
    for (const each of contacts) run.contact(each.address, 'datagram');
    const found = await run.phase(`The system's lookup of ${name}`, () => run.system.lookup(name));
    const addresses = [...new Set(found.map(({ address }) => address))];
    if (addresses.length === 0) throw Object.assign(new Error('no address'), { code: 'ENODATA' });
    step.end('happens', `The system's resolver answered with ${addresses.length === 1 ? 'one address' : `${addresses.length} addresses`}.`, [
      ...addresses.map((address) => seen('Address', address, plannedContact(address, 0, 'tcp', '').addressClass.sentence)),
      absent('Time to live', 'The system\'s lookup does not tell how long the answer is valid'),
    ]);
    return addresses;
  } catch (error) {
    const failure = toNetworkFailure(error, name);
    step.end('fails', failure.message, [seen('Error', failure.code)]);
    return [];
  }
}

/** True for the failures after which there is no point in trying anything else. */
export function endsTheProbe(error: unknown): boolean {
  return error instanceof NetworkFailure && (error.code === 'CANCELLED' || error.code === 'DEADLINE');
}
