import assert from 'node:assert/strict';
import dnsPacket from 'dns-packet';
import { InputError } from '../../src/model/wirewalkError';
import { probeDns } from '../../src/probe/dns/probeDns';
import { planDns } from '../../src/probe/plan';
import type { DnsProbeOptions, PlannedContact } from '../../src/probe/probeOptions';
import { agree, outline, step, value, values } from './support/observations';
import { assertNoOpenSockets } from './support/openHandles';
import { listenUdp } from './support/servers';

const ROOT = '127.0.0.11';
const TLD = '127.0.0.12';
const AUTHORITY = '127.0.0.13';

type Sections = Pick<dnsPacket.Packet, 'answers' | 'authorities' | 'additionals'> & { readonly rcode?: number; readonly authoritative?: boolean };
type Zone = (name: string, type: string) => Sections;

const a = (name: string, data: string): dnsPacket.Answer => ({ type: 'A', name, data, ttl: 300 });
const ns = (name: string, data: string): dnsPacket.Answer => ({ type: 'NS', name, data, ttl: 300 });
const cname = (name: string, data: string): dnsPacket.Answer => ({ type: 'CNAME', name, data, ttl: 300 });
const refer = (zone: string, server: string, address?: string): Sections => ({ authorities: [ns(zone, server)], additionals: address === undefined ? [] : [a(server, address)] });
const data = (...answers: dnsPacket.Answer[]): Sections => ({ answers, authoritative: true });

describe('probeDns --trace', () => {
  const closing: (() => Promise<void>)[] = [];
  let log: string[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await assertNoOpenSockets();
  });

  /** Name servers at loopback addresses, all on one port, as a delegation cannot name a port. */
  async function hierarchy(zones: Readonly<Record<string, Zone>>): Promise<DnsProbeOptions> {
    log = [];
    let port = 0;
    for (const [address, zone] of Object.entries(zones)) {
      const server = await listenUdp((query, reply) => {
        const { id = 0, questions = [], flag_rd } = dnsPacket.decode(query);
        const [asked] = questions;
        if (!asked) return;
        log.push(`${address} ${asked.name} ${asked.type}${flag_rd === true ? ' RD' : ''}`);
        const { rcode = 0, authoritative = false, ...sections } = zone(asked.name, asked.type);
        reply(dnsPacket.encode({ type: 'response', id, flags: (authoritative ? dnsPacket.AUTHORITATIVE_ANSWER : 0) | rcode, questions, ...sections }));
      }, address, port);
      port = server.port;
      closing.push(() => server.close());
    }
    return { name: 'www.shop.example', types: ['A'], trace: true, root: `${ROOT}:${port}`, confirm: agree };
  }

  it('follows referrals from the root to the answer, and keeps what it learned for the next type', async () => {
    const options = await hierarchy({
      [ROOT]: () => refer('example', 'ns.example', TLD),
      [TLD]: () => refer('shop.example', 'ns.shop.example', AUTHORITY),
      [AUTHORITY]: (name, type) => (type === 'A' ? data(a(name, '192.0.2.80')) : { authoritative: true }),
    });
    const observation = await probeDns({ ...options, types: ['A', 'AAAA'] });
    assert.deepEqual(log, [`${ROOT} www.shop.example A`, `${TLD} www.shop.example A`, `${AUTHORITY} www.shop.example A`, `${AUTHORITY} www.shop.example AAAA`]);
    assert.deepEqual(observation.contacted, [ROOT, TLD, AUTHORITY]);
    assert.deepEqual(outline(observation), ['dns.trace happens', 'dns.referral happens', 'dns.referral happens', 'dns.referral happens', 'dns.trace happens', 'dns.referral happens']);
    const [trace, fromRoot, , fromAuthority, second] = observation.steps;
    assert.ok(trace && fromRoot && fromAuthority && second);
    assert.deepEqual([trace.reason, value(trace, 'A record'), value(trace, 'Queries')], ['www.shop.example has one A record. It took 3 queries.', '192.0.2.80', 3]);
    assert.deepEqual([fromRoot.reason, value(fromRoot, 'Refers to'), value(fromRoot, 'Zone')], ['It does not know, and refers to the name server of example.', 'ns.example', '.']);
    assert.equal(value(fromAuthority, 'AA'), true);
    assert.match(second.reason, /no AAAA record for it\. It took one query\./);
  });

  it('finds name servers without glue, follows aliases into other zones, ignores glue that is not its server\'s to give', async () => {
    const trap = '127.0.0.66';
    const options = await hierarchy({
      [ROOT]: (name) => (name.endsWith('.example') ? refer('example', 'ns.example', TLD) : refer('test', 'ns.test', AUTHORITY)),
      // The .example server has no say about ns.other.test: its glue leads into a trap.
      [TLD]: () => refer('shop.example', 'ns.other.test', trap),
      [AUTHORITY]: (name) => {
        if (name === 'ns.other.test') return data(a(name, AUTHORITY));
        if (name === 'www.shop.example') return data(cname(name, 'cdn.test'));
        return data(a(name, '192.0.2.81'));
      },
      [trap]: (name) => data(a(name, '203.0.113.66')),
    });
    const observation = await probeDns(options);
    assert.deepEqual(values(step(observation, 'dns.trace'), 'A record'), ['192.0.2.81']);
    assert.ok(!log.some((each) => each.startsWith(trap)));
    assert.deepEqual(observation.steps.flatMap((each) => values(each, 'Glue ignored')), [`ns.other.test ${trap}`]);
    assert.deepEqual(log, [
      `${ROOT} www.shop.example A`, `${TLD} www.shop.example A`, `${ROOT} ns.other.test A`, `${AUTHORITY} ns.other.test A`,
      `${AUTHORITY} www.shop.example A`, `${AUTHORITY} cdn.test A`,
    ]);
  });

  it('says where the way ends and why', async () => {
    const cases: readonly (readonly [Readonly<Record<string, Zone>>, RegExp])[] = [
      [{ [ROOT]: () => refer('.', 'ns.root', ROOT) }, /refers to \. itself/],
      [{ [ROOT]: () => refer('example', 'ns.example', TLD), [TLD]: () => refer('.', 'a.root', ROOT) }, /refers upwards or sideways/],
      [{ [ROOT]: () => refer('example', 'ns.example', TLD), [TLD]: () => refer('example', 'ns.example', TLD) }, /refers to example itself/],
      [{ [ROOT]: () => refer('test', 'ns.test', TLD) }, /does not lead to www\.shop\.example/],
      [{ [ROOT]: () => ({ rcode: 5 }) }, /response code 5/],
      [{ [ROOT]: () => ({}) }, /not authoritative and refers to nobody/],
      [{ [ROOT]: () => ({ rcode: 3, authoritative: true }) }, /does not exist/],
      [{ [ROOT]: () => refer('example', 'ns.example', TLD) }, /no DNS server on that UDP port/],
      [{ [ROOT]: (name) => data(cname(name, name === 'www.shop.example' ? 'a.example' : 'www.shop.example')) }, /loop/],
      [{ [ROOT]: (name) => data(cname(name, `x.${name}`)) }, /More than 8 aliases/],
      // Two zones whose servers have names in each other.
      [{ [ROOT]: (name) => (name.endsWith('example') ? refer('example', 'ns.test') : refer('test', 'ns.example')) }, /none of its servers has a usable address/],
    ];
    for (const [zones, reason] of cases) {
      const trace = step(await probeDns(await hierarchy(zones)), 'dns.trace');
      assert.equal(trace.state, 'fails');
      assert.match(trace.reason, reason);
      assert.ok(log.length <= 20);
      for (const close of closing.splice(0)) await close();
    }
  });

  it('sends at most 20 queries, however many servers it is referred to', async () => {
    const many = (name: string): Sections => ({ authorities: Array.from({ length: 100 }, (_, index) => ns(name.split('.').slice(-1)[0] ?? '', `ns${index}.${index}.victim`)) });
    const options = await hierarchy({ [ROOT]: many });
    await probeDns(options);
    assert.ok(log.length <= 20, String(log.length));
    let depth = 0;
    const deeper = await hierarchy({ [ROOT]: (name) => {
      const zone = name.split('.').slice(-++depth).join('.');
      return refer(zone, `ns.${zone}`, ROOT);
    } });
    const trace = step(await probeDns({ ...deeper, name: `${'a.'.repeat(100)}example`, limits: { connectionsPerHost: 100 } }), 'dns.trace');
    assert.deepEqual([value(trace, 'Error'), log.length], ['QUERY_LIMIT', 20]);
  });

  it('asks before it follows a referral to an address of another kind', async () => {
    const asked: (readonly PlannedContact[])[] = [];
    const options = await hierarchy({ [ROOT]: () => refer('example', 'ns.example', '169.254.169.254') });
    const confirm = (contacts: readonly PlannedContact[]): Promise<boolean> => { asked.push(contacts); return Promise.resolve(asked.length === 1); };
    const observation = await probeDns({ ...options, confirm });
    assert.deepEqual(asked.map((contacts) => contacts.map(({ address, addressClass }) => `${address} ${addressClass.kind}`)), [[`${ROOT} loopback`], ['169.254.169.254 metadata']]);
    assert.deepEqual(observation.contacted, [ROOT]);
    assert.match(step(observation, 'dns.trace').reason, /169\.254\.169\.254 was not contacted/);
  });

  it('plans the root servers of IANA unless another root is given', async () => {
    const plan = await planDns({ name: 'www.shop.example', trace: true, confirm: agree });
    assert.deepEqual(plan.contacts.slice(0, 2).map(({ address, port }) => `${address}:${port}`), ['198.41.0.4:53', '193.0.14.129:53']);
    await assert.rejects(planDns({ name: 'www.shop.example', trace: true, server: '127.0.0.1', confirm: agree }), InputError);
    await assert.rejects(planDns({ name: 'www.shop.example', trace: true, transport: 'tls', confirm: agree }), InputError);
  });
});
