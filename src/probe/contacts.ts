import { classifyAddress } from './addressClass';
import type { PlannedContact } from './probeOptions';
import type { SystemServices } from './systemServices';
import { parseAddressTarget } from './target';

/** A place that packets will go to, with its class. */
export function plannedContact(address: string, port: number, transport: PlannedContact['transport'], purpose: string): PlannedContact {
  return { address, port, transport, purpose, addressClass: classifyAddress(address) };
}

/** The DNS servers that the system's resolver may ask for `name`. Which one it does ask, it does not say. */
export function systemResolverContacts(system: SystemServices, name: string): readonly PlannedContact[] {
  return systemDnsServers(system).map(({ address, port }) =>
    plannedContact(address, port, 'udp', `one of the system's DNS servers; the system asks it for ${name} unless it knows the answer`));
}

/** The configured DNS servers in order; what cannot be read as an address is left out. */
export function systemDnsServers(system: SystemServices): readonly { readonly address: string; readonly port: number }[] {
  return system.servers().flatMap((text) => {
    try {
      return [parseAddressTarget(text, 53, 'A configured DNS server')];
    } catch {
      return [];
    }
  });
}

/** One sentence about a contact for a consent question: address, port, kind. */
export function describeContact(contact: PlannedContact): string {
  return `${contact.address} port ${contact.port} (${contact.addressClass.kind}): ${contact.purpose}.`;
}
