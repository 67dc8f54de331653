import type { DnsMessage } from './message';
import { negativeLifeSeconds } from './negativeAnswer';
import { TYPE_CNAME } from './recordTypes';
import type { ServiceRecord } from './serviceRecord';
import { serviceRecords } from './serviceRecord';

/** What the answers to one lookup say together. */
export interface LookupOutcome {
  /** In the order in which they were answered. */
  readonly addresses: readonly string[];
  readonly services: readonly ServiceRecord[];
  /** The names that the name stands for, in order (RFC 1034 §3.6.2). */
  readonly aliases: readonly string[];
  /** Of the record that lives shortest; of the negative answer where there are no addresses. */
  readonly ttlSeconds: number;
  /** The name does not exist (RFC 2308 §2.1). */
  readonly nonexistent: boolean;
}

/** Puts the answers to the queries of one lookup together. */
export function lookupOutcome(responses: readonly DnsMessage[]): LookupOutcome {
  const records = responses.flatMap(({ answers }) => answers);
  const addresses: string[] = [];
  const lives: number[] = [];
  for (const { data, ttlSeconds } of records) {
    if (data.kind !== 'a' && data.kind !== 'aaaa') continue;
    addresses.push(data.address);
    lives.push(ttlSeconds);
  }
  const aliases = records.flatMap(({ type, data, ttlSeconds }) => {
    if (type !== TYPE_CNAME || data.kind !== 'name') return [];
    lives.push(ttlSeconds);
    return [data.name];
  });
  return {
    addresses,
    services: serviceRecords(records),
    aliases: [...new Set(aliases)],
    ttlSeconds: Math.min(...(addresses.length > 0 ? lives : responses.map(negativeLifeSeconds))),
    nonexistent: responses.some(({ responseCode }) => responseCode === 3),
  };
}
