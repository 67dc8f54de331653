import type { DnsRecord } from '../../stack/7-application/dns/message';
import { TYPE_ANY, TYPE_CNAME } from '../../stack/7-application/dns/recordTypes';
import { isSameName } from './question';

/** Where a name's aliases lead within one answer (RFC 1034 §3.6.2). */
interface FollowedAliases {
  /** The name asked for and every alias's target, in order. */
  readonly path: readonly string[];
  /** Records of the asked type at the end of the path. */
  readonly records: readonly DnsRecord[];
  /** Set when the path came back to a name that it had passed, or was longer than the limit. */
  readonly problem?: string;
}

/** Follows CNAME records from `name`, at most `limit` of them. A question for CNAME itself follows none. */
export function followAliases(name: string, type: number, answers: readonly DnsRecord[], limit: number): FollowedAliases {
  const path = [name];
  for (let current = name; ;) {
    const here = answers.filter((record) => isSameName(record.name, current));
    const records = type === TYPE_ANY ? here : here.filter((record) => record.type === type);
    const alias = here.find((record) => record.type === TYPE_CNAME);
    if (records.length > 0 || alias?.data.kind !== 'name') return { path, records };
    const { name: target } = alias.data;
    path.push(target);
    if (path.slice(0, -1).some((each) => isSameName(each, target))) {
      return { path, records: [], problem: `The aliases form a loop: ${path.join(' → ')}.` };
    }
    if (path.length > limit + 1) return { path, records: [], problem: `More than ${limit} aliases follow one another: ${path.join(' → ')}.` };
    current = target;
  }
}
