import { plannedContact, systemResolverContacts } from '../contacts';
import { toNetworkFailure } from '../networkFailure';
import { absent, seen, type ProbeRun } from '../probeRun';
import { roundMs } from '../roundMs';

/** The system's own lookup as the step `dns.system-lookup`. Returns its addresses; undefined when it failed. */
export async function lookUpWithSystem(run: ProbeRun, name: string): Promise<readonly string[] | undefined> {
  const step = run.openStep('dns.system-lookup', `Ask the system for ${name}`, [7], ['RFC 3493 §6.1']);
  try {
    for (const each of systemResolverContacts(run.system, name)) run.contact(each.address, 'datagram');
    const beganMs = run.nowMs();
    const found = await run.phase(`The system's lookup of ${name}`, () => run.system.lookup(name));
    const addresses = found.map(({ address }) => address);
    const reason = addresses.length === 0 ? 'The system knows the name but no address of it.'
      : `The system answered with ${addresses.length === 1 ? 'one address' : `${addresses.length} addresses`}, in the order in which programs try them.`;
    step.end('happens', reason, [
      ...(addresses.length === 0 ? [absent('Address', 'No address')] : []),
      ...addresses.slice(0, 50).map((address) => seen('Address', address, plannedContact(address, 0, 'udp', '').addressClass.sentence)),
      seen('Time', roundMs(run.nowMs() - beganMs), 'milliseconds'),
      absent('Time to live', 'The system does not tell how long the answer is valid'),
      absent('Source', 'The system does not tell whether the hosts file, a cache or a server answered'),
    ]);
    return addresses;
  } catch (error) {
    const failure = toNetworkFailure(error, name);
    step.end('fails', failure.message, [seen('Error', failure.code)]);
    return undefined;
  }
}
