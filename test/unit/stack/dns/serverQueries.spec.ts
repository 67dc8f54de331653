import assert from 'node:assert/strict';
import { World } from '../../../../src/simulator/world';
import type { DnsTransport } from '../../../../src/stack/7-application/dns/dnsTransport';
import { lookupOutcome } from '../../../../src/stack/7-application/dns/lookupOutcome';
import type { DnsMessage, DnsRecord } from '../../../../src/stack/7-application/dns/message';
import { CLASS_IN, TYPE_A, TYPE_AAAA, TYPE_HTTPS } from '../../../../src/stack/7-application/dns/recordTypes';
import { ServerQueries } from '../../../../src/stack/7-application/dns/serverQueries';

const NAME = 'www.example';
const ANSWERS: Readonly<Record<number, readonly DnsRecord[]>> = {
  [TYPE_A]: [{ name: NAME, type: TYPE_A, class: CLASS_IN, ttlSeconds: 300, data: { kind: 'a', address: '192.0.2.1' } }],
  [TYPE_AAAA]: [{ name: NAME, type: TYPE_AAAA, class: CLASS_IN, ttlSeconds: 60, data: { kind: 'aaaa', address: '2001:db8::1' } }],
};

/**
 * Looks the name up at a server that answers each type after so long, and tells what is heard: when, how, and with which addresses.
 * @param delaysMs by RR type; a type without one is never answered
 */
function heard(delaysMs: Readonly<Record<number, number>>, resolutionDelayMs: number, types = [TYPE_A, TYPE_AAAA]): readonly (readonly [string, number, ...string[]])[] {
  const world = new World(1);
  world.beginRun();
  const host = world.services('client');
  const events: (readonly [string, number, ...string[]])[] = [];
  const note = (kind: string) => ({ responses }: { readonly responses: readonly DnsMessage[] }) =>
    events.push([kind, Math.round(world.queue.nowMs), ...lookupOutcome(responses).addresses]);
  const transport: DnsTransport = {
    manner: '', truncates: true, disconnect: () => undefined,
    open: (_server, _step, listener) => ({
      send: (queries) => {
        for (const query of queries) {
          const type = query.questions[0]?.type ?? 0;
          const delayMs = delaysMs[type];
          if (delayMs !== undefined) host.after(delayMs, () => listener.answered({ ...query, response: true, answers: ANSWERS[type] ?? [] }));
        }
      },
      close: () => undefined,
    }),
  };
  const step = host.trace.openStep({ id: 'dns.lookup', title: '', layers: [7], spec: [] });
  new ServerQueries(host, {
    servers: ['192.0.2.53'], transport, afterTruncation: transport, repeatsAllAfterTruncation: true, timeoutMs: 5000, attempts: 2, resolutionDelayMs,
  }, types.map((type) => ({ type, name: NAME })), step, {
    usable: note('usable'), complete: note('complete'), failed: () => events.push(['failed', Math.round(world.queue.nowMs)]),
  }).start();
  world.queue.run();
  return events;
}

describe('the queries of one lookup', () => {
  it('use A after 50 ms without AAAA, AAAA at once without A, and wait for both where getaddrinfo does (RFC 8305 §3, §8)', () => {
    const both = ['192.0.2.1', '2001:db8::1'];
    assert.deepEqual(heard({ [TYPE_A]: 20, [TYPE_AAAA]: 200 }, 50), [['usable', 70, '192.0.2.1'], ['complete', 200, ...both]]);
    assert.deepEqual(heard({ [TYPE_A]: 20, [TYPE_AAAA]: 60 }, 50), [['complete', 60, ...both]]);
    assert.deepEqual(heard({ [TYPE_A]: 200, [TYPE_AAAA]: 20 }, 50), [['usable', 20, '2001:db8::1'], ['complete', 200, '2001:db8::1', '192.0.2.1']]);
    assert.deepEqual(heard({ [TYPE_A]: 20, [TYPE_AAAA]: 200 }, Infinity), [['complete', 200, ...both]]);
  });

  it('end with what came where one type is never answered, and fail where none is', () => {
    // resolv.conf(5): five seconds, twice.
    assert.deepEqual(heard({ [TYPE_A]: 20 }, Infinity), [['complete', 10_000, '192.0.2.1']]);
    assert.deepEqual(heard({}, Infinity), [['failed', 10_000]]);
  });

  it('do not wait long for an HTTPS record once addresses are known', () => {
    const [first] = heard({ [TYPE_A]: 100, [TYPE_HTTPS]: 3000 }, 50, [TYPE_HTTPS, TYPE_A]);
    assert.deepEqual([first?.[0], first?.[2]], ['usable', '192.0.2.1']);
    assert.ok((first?.[1] ?? Infinity) <= 150, `${first?.[1] ?? ''} ms`);
  });
});
