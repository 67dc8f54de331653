import { isIPv4 } from 'node:net';
import type { Finding } from '../../model/request';
import { recordTypeName, TYPE_A, TYPE_AAAA } from '../../stack/7-application/dns/recordTypes';
import { isSameAddress } from '../addressClass';

/** The system's answer beside the direct ones: where they disagree, and what usually makes them. */
export function compareLookups(system: readonly string[] | undefined, direct: ReadonlyMap<number, readonly string[]>): readonly Finding[] {
  return [TYPE_A, TYPE_AAAA].flatMap((type) => {
    const asked = direct.get(type);
    if (!asked) return [];
    const finding = compareFamily(recordTypeName(type), (system ?? []).filter((each) => isIPv4(each) === (type === TYPE_A)), asked, system !== undefined);
    return finding ? [finding] : [];
  });
}

function compareFamily(type: string, system: readonly string[], direct: readonly string[], systemAnswered: boolean): Finding | undefined {
  const onlySystem = system.filter((each) => !direct.some((other) => isSameAddress(each, other)));
  const onlyDirect = direct.filter((each) => !system.some((other) => isSameAddress(each, other)));
  if (onlySystem.length === 0 && onlyDirect.length === 0) return undefined;
  const id = 'dns.system-differs';
  if (direct.length === 0) {
    return { id, severity: 'warning', message: `The system has ${onlySystem.join(', ')}, the DNS server has no ${type} record: the hosts file, a search domain or another resolver answers on this machine.` };
  }
  if (system.length === 0) {
    const why = !systemAnswered ? 'the system\'s lookup failed' : type === 'AAAA' ? 'the system gives no IPv6 address, as where it has no IPv6' : 'the system gives none: a filter or another resolver answers on this machine';
    return { id, severity: type === 'AAAA' && systemAnswered ? 'information' : 'warning', message: `The DNS server has ${onlyDirect.join(', ')}, but ${why}.` };
  }
  const overlap = onlySystem.length < system.length;
  return {
    id, severity: overlap ? 'information' : 'warning',
    message: `System and DNS server differ for ${type}: only the system has ${onlySystem.join(', ') || 'none'}, only the server has ${onlyDirect.join(', ') || 'none'}; load balancing, a cache, a hosts file or another resolver does this.`,
  };
}
