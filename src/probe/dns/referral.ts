import type { DnsMessage } from '../../stack/7-application/dns/message';
import { TYPE_A, TYPE_AAAA, TYPE_NS } from '../../stack/7-application/dns/recordTypes';
import { followAliases } from './aliases';
import { isSameName, isWithin } from './question';

/** What one answer of an authoritative server means for the way down. */
export type Direction =
  /** The data, the absence of the name or of the type, or an alias that leads elsewhere. */
  | { readonly kind: 'answer' }
  | { readonly kind: 'alias'; readonly target: string }
  | { readonly kind: 'referral'; readonly zone: string; readonly servers: readonly ReferredServer[]; readonly ignoredGlue: readonly string[] }
  /** Nothing that helps; `why` completes "the answer was not used: ". */
  | { readonly kind: 'lame'; readonly why: string };

export interface ReferredServer {
  readonly name: string;
  /** Glue that may be believed. */
  readonly addresses: readonly string[];
}

/** Name servers of one referral that are looked at; NXNSAttack lists thousands. */
const SERVERS_LIMIT = 13;

/**
 * Judges an answer to `name` from a server of `zone`. A referral counts only when it leads from `zone` towards `name`; glue only
 * for servers inside `zone`, because a server can vouch for nothing else (RFC 5452 §6, RFC 9471 §3).
 */
export function directionOf(message: DnsMessage, name: string, type: number, zone: string, aliasLimit: number): Direction {
  if (message.responseCode === 3) return message.authoritative ? { kind: 'answer' } : { kind: 'lame', why: 'it denies the name without being authoritative' };
  if (message.responseCode !== 0) return { kind: 'lame', why: `it answered with response code ${message.responseCode}` };
  if (message.answers.length > 0) {
    const { path, records, problem } = followAliases(name, type, message.answers.filter((record) => isWithin(record.name, zone)), aliasLimit);
    const target = path.at(-1) ?? name;
    if (records.length > 0 || problem !== undefined) return { kind: 'answer' };
    if (path.length > 1) return { kind: 'alias', target };
  }
  const delegations = message.authorities.filter((record) => record.type === TYPE_NS);
  const [first] = delegations;
  if (!first) {
    return message.authoritative ? { kind: 'answer' } : { kind: 'lame', why: 'it is not authoritative and refers to nobody' };
  }
  // An authoritative answer without data may carry the zone's own NS records.
  if (message.authoritative && isSameName(first.name, zone)) return { kind: 'answer' };
  if (isSameName(first.name, zone)) return { kind: 'lame', why: `it refers to ${zone} itself, where the question came from` };
  if (!isWithin(first.name, zone)) return { kind: 'lame', why: `it refers upwards or sideways, to ${first.name}` };
  if (!isWithin(name, first.name)) return { kind: 'lame', why: `it refers to ${first.name}, which does not lead to ${name}` };
  const ignoredGlue: string[] = [];
  const servers = delegations.filter((record) => isSameName(record.name, first.name)).slice(0, SERVERS_LIMIT).flatMap((record) => {
    if (record.data.kind !== 'name') return [];
    const server = record.data.name;
    const glue = message.additionals.flatMap((each) =>
      ((each.type === TYPE_A || each.type === TYPE_AAAA) && (each.data.kind === 'a' || each.data.kind === 'aaaa') && isSameName(each.name, server) ? [each.data.address] : []));
    if (isWithin(server, zone)) return [{ name: server, addresses: glue }];
    ignoredGlue.push(...glue.map((address) => `${server} ${address}`));
    return [{ name: server, addresses: [] }];
  });
  return { kind: 'referral', zone: first.name, servers, ignoredGlue };
}
