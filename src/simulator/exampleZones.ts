import type { Conditions } from '../model/conditions';
import { familyOf } from '../stack/3-network/ipDatagram';
import { signatureRecord } from '../stack/7-application/dns/exampleSignature';
import type { DnsQuestion, DnsRecord, DnsRecordData } from '../stack/7-application/dns/message';
import type { AskedQuestion, DnsAnswer } from '../stack/7-application/dns/nameServer';
import { CLASS_IN, TYPE_A, TYPE_AAAA, TYPE_CNAME, TYPE_HTTPS, TYPE_NS, TYPE_SOA } from '../stack/7-application/dns/recordTypes';

/** Delegations live longer than addresses. */
export const DELEGATION_TTL_SECONDS = 86_400;
/** An invented time for negative answers. */
export const NEGATIVE_TTL_SECONDS = 300;
const NOERROR = 0;
const NXDOMAIN = 3;
const REFUSED = 5;
/** Where a zone's name server is when it is not in the zone itself. */
const FOREIGN_NAME_SERVER = 'ns1.nameservers.example';
/** More do not help a client to begin. */
const MOST_HINTS = 4;
/** The record that holds an address of the family (RFC 1035 §3.4.1, RFC 3596 §2.1). */
export const ADDRESS_TYPES = { 4: TYPE_A, 6: TYPE_AAAA } as const;
/** RFC 9460 §14.3.2. */
const KEY_ALPN = 1;
const KEY_IPV4_HINT = 4;
const KEY_IPV6_HINT = 6;

/** Addresses of the name servers that the zones are spread over. */
export interface ZoneServers {
  readonly topLevel: string;
  readonly authority: string;
}

/** The zone that a name is taken to be in: its last two labels. Where a real zone cut is, only its servers know. */
export function zoneOf(name: string): string {
  return name.split('.').slice(-2).join('.');
}

/** What DNS holds of the simulated world: the server's name, the aliases that it may be, and the zones above them. */
export class ExampleZones {
  /** The server's name and the names that it is an alias of, in order. */
  private readonly chain: readonly string[];

  constructor(
    /** Host of the URL. */
    host: string,
    private readonly addresses: readonly string[],
    private readonly conditions: Conditions,
    private readonly servers: ZoneServers,
  ) {
    const { client: { searchDomain }, server: { alias } } = conditions;
    const name = host.replace(/\.$/, '').toLowerCase();
    const whole = searchDomain !== '' && !name.includes('.') ? `${name}.${searchDomain.toLowerCase()}` : name;
    this.chain = [whole, ...alias.toLowerCase().split(',').filter((each) => each !== '')];
  }

  /** A root server knows the top-level domains only. */
  rootAnswer({ name }: DnsQuestion): DnsAnswer {
    return delegation(name.split('.').at(-1) ?? '', this.servers.topLevel, true);
  }

  /** A top-level domain's server knows the zones in it. */
  topLevelAnswer(question: DnsQuestion): DnsAnswer {
    // A name right below the root has no zone of its own to be referred to.
    if (!question.name.includes('.')) return this.authorityAnswer(question);
    const zone = zoneOf(question.name);
    return delegation(zone, this.servers.authority, this.conditions.server.delegation === 'glue' || zone === zoneOf(FOREIGN_NAME_SERVER));
  }

  /** The server of the zones has the records themselves, and follows aliases as far as they stay in one zone (RFC 1034 §4.3.2). */
  authorityAnswer(question: DnsQuestion): DnsAnswer {
    if (this.conditions.fault === 'dns.lame') return { responseCode: REFUSED, answers: [], authorities: [] };
    return this.follow(question, (from, to) => zoneOf(from) === zoneOf(to));
  }

  /** What a resolver knows that has asked everyone: the alias and what it stands for. */
  wholeAnswer(question: DnsQuestion): DnsAnswer {
    return this.follow(question, () => true);
  }

  /** That the name does not exist. */
  negativeAnswer({ name }: DnsQuestion): DnsAnswer {
    return empty(NXDOMAIN, zoneOf(name));
  }

  /** The name as DNS has it: with the search domain where one was added. */
  get serverName(): string {
    return this.chain[0] ?? '';
  }

  private hosted({ name }: Pick<DnsQuestion, 'name'>): boolean {
    return this.chain.includes(name.toLowerCase());
  }

  private follow(question: DnsQuestion, goesOn: (from: string, to: string) => boolean): DnsAnswer {
    const zone = zoneOf(question.name);
    if (this.conditions.fault === 'dns.nxdomain' || this.isUnknown(question.name)) return this.signed(empty(NXDOMAIN, zone), question);
    const answers: DnsRecord[] = [];
    let name = question.name;
    for (let link = this.chain.indexOf(name.toLowerCase()); question.type !== TYPE_CNAME; link++) {
      const target = this.chain[link + 1];
      if (link < 0 || target === undefined) break;
      answers.push(this.record(name, TYPE_CNAME, { kind: 'name', name: target }));
      if (!goesOn(name, target)) return this.signed({ responseCode: NOERROR, answers, authorities: [] }, question);
      name = target;
    }
    answers.push(...this.recordsOf(name, question.type));
    const found = answers.at(-1)?.type === question.type;
    return this.signed({ responseCode: NOERROR, answers, authorities: found ? [] : [startOfAuthority(zoneOf(name))] }, question);
  }

  /** With a search domain, a name without a dot stands for one in that domain; and no other name in it exists. */
  private isUnknown(name: string): boolean {
    const { searchDomain } = this.conditions.client;
    if (searchDomain === '' || this.hosted({ name })) return false;
    return !name.includes('.') || name.toLowerCase().endsWith(`.${searchDomain.toLowerCase()}`);
  }

  private recordsOf(name: string, type: number): readonly DnsRecord[] {
    if (!this.hosted({ name }) && (name === FOREIGN_NAME_SERVER || name === `ns1.${zoneOf(name)}`)) {
      return type === TYPE_A ? [this.record(name, TYPE_A, { kind: 'a', address: this.servers.authority })] : [];
    }
    if (type === TYPE_HTTPS) return this.serviceRecord(name);
    return this.addresses.filter((address) => ADDRESS_TYPES[familyOf(address)] === type)
      .map((address) => this.record(name, type, { kind: type === TYPE_A ? 'a' : 'aaaa', address }));
  }

  private serviceRecord(name: string): readonly DnsRecord[] {
    const { httpsRecord } = this.conditions.server;
    if (httpsRecord === 'none') return [];
    const hint = (key: number, label: string, family: 4 | 6) => {
      const addresses = this.addresses.filter((address) => familyOf(address) === family).slice(0, MOST_HINTS);
      return addresses.length > 0 ? [{ key, name: label, value: addresses.join(',') }] : [];
    };
    return [this.record(name, TYPE_HTTPS, {
      kind: 'svcb', priority: 1, target: '.',
      parameters: [
        { key: KEY_ALPN, name: 'alpn', value: httpsRecord === 'h3' ? 'h3,h2' : 'h2' },
        ...hint(KEY_IPV4_HINT, 'ipv4hint', 4),
        ...hint(KEY_IPV6_HINT, 'ipv6hint', 6),
      ],
    })];
  }

  private record(name: string, type: number, data: DnsRecordData): DnsRecord {
    return { name, type, class: CLASS_IN, ttlSeconds: this.conditions.server.ttlSeconds, data };
  }

  /** RFC 4035 §3.1.1: a signature for each set of records, where the querier asked for them. */
  private signed(answer: DnsAnswer, question: DnsQuestion | AskedQuestion): DnsAnswer {
    if (!('dnssecOk' in question) || !question.dnssecOk) return answer;
    const withSignatures = (records: readonly DnsRecord[]) => records.flatMap((record, index) => {
      const next = records[index + 1];
      return next?.name === record.name && next.type === record.type ? [record] : [record, signatureRecord(record, zoneOf(record.name))];
    });
    return { ...answer, answers: withSignatures(answer.answers), authorities: withSignatures(answer.authorities) };
  }
}

/** A referral: the name server of `zone`, with its address as glue (RFC 1034 §4.2.1) or without. */
function delegation(zone: string, address: string, glue: boolean): DnsAnswer {
  const name = glue ? `ns1.${zone}` : FOREIGN_NAME_SERVER;
  const common = { class: CLASS_IN, ttlSeconds: DELEGATION_TTL_SECONDS };
  return {
    responseCode: NOERROR,
    answers: [],
    authorities: [{ name: zone, type: TYPE_NS, ...common, data: { kind: 'name', name } }],
    additionals: glue ? [{ name, type: TYPE_A, ...common, data: { kind: 'a', address } }] : [],
    referral: true,
  };
}

/** RFC 2308 §2: a negative answer carries the zone's SOA, from which its own time to live follows. */
function empty(responseCode: number, zone: string): DnsAnswer {
  return { responseCode, answers: [], authorities: [startOfAuthority(zone)] };
}

function startOfAuthority(zone: string): DnsRecord {
  return {
    name: zone,
    type: TYPE_SOA,
    class: CLASS_IN,
    ttlSeconds: NEGATIVE_TTL_SECONDS,
    data: {
      kind: 'soa', primary: `ns1.${zone}`, mailbox: `hostmaster.${zone}`, serial: 1,
      refreshSeconds: 7200, retrySeconds: 900, expireSeconds: 1_209_600, minimumSeconds: NEGATIVE_TTL_SECONDS,
    },
  };
}
