import assert from 'node:assert/strict';
import { clientProfile } from '../../../src/clients/clientProfiles';
import { explain } from '../../../src/explain/explain';
import type { ConditionSettings } from '../../../src/model/conditions';
import { makeConditions } from '../../../src/model/conditions';
import type { Explanation } from '../../../src/model/explanation';
import type { Step } from '../../../src/model/trace';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import { predict } from '../../../src/simulator/predict';

function run(settings: ConditionSettings, client = 'node-24-fetch', detail: 'frames' | 'fields' = 'frames'): Explanation {
  const conditions = makeConditions({ 'cache.dns': 'warm', ...settings });
  const profile = clientProfile(client);
  const [trace] = predict(requestFromUrl('https://www.example/'), { conditions, client: profile });
  assert.ok(trace);
  return explain(trace, { conditions, client: profile, detail });
}

const allSteps = (steps: readonly Step[]): readonly Step[] => steps.flatMap((step) => [step, ...allSteps(step.children ?? [])]);
const stepOf = ({ steps }: Explanation, id: string): Step | undefined => allSteps(steps).find((step) => step.id === id);
const frames = ({ frames: all }: Explanation, pattern: RegExp): number => all.filter(({ summary }) => pattern.test(summary)).length;
/** Octets of the handshake messages of that name. */
function messageBytes(name: string, settings: ConditionSettings, client?: string): number[] {
  return run(settings, client, 'fields').frames.flatMap(({ pdus }) => (pdus ?? []).filter(({ protocol, summary }) => protocol === 'tls' && summary === name).map(({ length }) => length));
}

describe('the TLS switches', () => {
  // RFC 8446 §2, RFC 5246 §7.3, RFC 7918; without name lookup.
  const roundTrips: readonly (readonly [number, ConditionSettings, string?])[] = [
    [3, {}],
    [3, { 'cache.tls': 'ticket' }],
    [2, { 'cache.tls': '0rtt' }],
    [3, { 'cache.tls': '0rtt', 'server.earlyData': 'rejected' }],
    [4, { 'cache.tls': '0rtt', 'server.groups': 'p-384' }],
    [3, { 'cache.tls': '0rtt', 'server.tickets': 0 }],
    [3, { 'cache.tls': 'expired' }],
    [4, { 'server.groups': 'p-384' }],
    [4, { 'server.groups': 'p-521,p-256' }, 'curl-7.88'],
    [4, { 'server.groups': 'x25519mlkem768,p-256' }, 'curl-7.88'],
    [3, { 'server.groups': 'p-384,x25519mlkem768' }],
    [4, { 'cache.tls': 'ticket', 'server.groups': 'p-256' }],
    [4, { 'server.tls': '1.2' }],
    [4, { 'server.tls': '1.2', 'server.groups': 'p-384' }],
    [3, { 'server.tls': '1.2', 'cache.tls': 'ticket' }],
    [4, { 'server.tls': '1.2', 'cache.tls': 'ticket', 'server.tickets': 0 }],
    [3, { 'server.tls': '1.2', 'cache.tls': 'ticket', 'server.tickets': 0, 'server.sessionCache': 'on' }],
    [4, { 'server.tls': '1.2', 'cache.tls': 'ticket' }, 'curl-7.88'],
    [3, { 'server.tls': '1.2', 'cache.tls': 'ticket', 'server.sessionCache': 'on' }, 'curl-7.88'],
    [3, { 'server.tls': '1.2' }, 'chromium-156'],
    [3, { 'server.clientCertificate': 'required', 'client.certificate': 'present' }],
    [4, { 'server.clientCertificate': 'required', 'client.certificate': 'present', 'server.tls': '1.2' }],
    [3, { 'server.key': 'rsa-2048', 'server.certificates': 4 }],
  ];
  for (const [expected, settings, client] of roundTrips) {
    const name = Object.entries(settings).map((each) => each.join('=')).join(' ');
    it(`take ${expected} round trips to the first octet: ${name === '' ? 'none changed' : name}${client === undefined ? '' : ` with ${client}`}`, () => {
      const explanation = run(settings, client);
      assert.equal(explanation.totals.roundTrips, expected);
      const { state, reason = '' } = stepOf(explanation, 'tls.handshake') ?? {};
      assert.equal(state, 'happens');
      const inTls = ['no', 'one', 'two', 'three'].findIndex((count) => reason.includes(` in ${count} round trip`));
      const withRequest = /early data in the first flight|False Start/.test(reason) ? 0 : 1;
      assert.equal(inTls + 1 + withRequest, expected, reason);
      assert.match(reason, /^TLS 1\.[23] with TLS_\w+( and \w+)?, (full handshake|resumed) in /);
    });
  }

  it('give a server of other groups its HelloRetryRequest, and one of the hybrid group its answer of 1120 octets', () => {
    const retried = run({ 'server.groups': 'p-384' });
    assert.equal(frames(retried, /Hello Retry Request/), 1);
    assert.match(stepOf(retried, 'tls.handshake')?.reason ?? '', /secp384r1.*key shares for X25519MLKEM768 and x25519, and the server asked for another group/);
    const hybrid = run({ 'server.groups': 'x25519mlkem768' }, 'node-24-fetch', 'fields');
    const shares = hybrid.frames.flatMap(({ pdus }) => pdus ?? []).filter(({ summary }) => summary.startsWith('Server Hello'))
      .flatMap(({ fields }) => JSON.stringify(fields).match(/"name":"key_exchange","value":"([0-9a-f]+)"/)?.[1] ?? []);
    // draft-ietf-tls-ecdhe-mlkem §4: a ciphertext of 1088 octets and an X25519 value of 32.
    assert.deepEqual(shares.map((hex) => hex.length / 2), [1120]);
    // Its key share of 1216 octets does not fit into one segment beside the rest.
    const hello = run({}).steps.find(({ id }) => id === 'tls.handshake')?.frames[0] ?? -1;
    const [first, second] = run({}).frames.filter(({ index }) => index >= hello);
    assert.deepEqual([first?.from, second?.from], ['client', 'client']);
    assert.ok((first?.length ?? 0) > 1500 && (second?.length ?? 0) > 66);
  });

  it('let the server sign with its key: larger chains with RSA, and none that a browser takes with Ed25519', () => {
    const size = (key: string) => messageBytes('Certificate', { 'server.key': key, 'server.certificates': 2 }).reduce((sum, each) => sum + each, 0);
    assert.ok(size('rsa-2048') > size('p-384') && size('p-384') > size('p-256') && size('p-256') > size('ed25519'));
    // algorithm, length, RSA-2048's 256 octets (RFC 8446 §4.4.3), and the handshake header.
    assert.deepEqual(messageBytes('Certificate Verify', { 'server.key': 'rsa-2048' }), [264]);
    const refused = stepOf(run({ 'server.key': 'ed25519' }, 'chromium-156'), 'tls.handshake');
    assert.equal(refused?.state, 'fails');
    assert.match(refused?.reason ?? '', /handshake_failure \(40\)\. The client accepts no signature that the server's ed25519 key can make/);
  });

  it('choose the encryption', () => {
    const suite = (settings: ConditionSettings) => /with (TLS_\w+)/.exec(stepOf(run(settings), 'tls.handshake')?.reason ?? '')?.[1];
    assert.deepEqual(['aes-128-gcm', 'aes-256-gcm', 'chacha20-poly1305'].map((cipher) => suite({ 'server.cipher': cipher })), [
      'TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256',
    ]);
    assert.equal(suite({ 'server.cipher': 'chacha20-poly1305', 'server.tls': '1.2', 'server.key': 'rsa-2048' }), 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256');
    assert.equal(suite({ 'server.cipher': 'aes-256-gcm', 'server.tls': '1.2' }), 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384');
  });

  it('send as many tickets as the server is set to', () => {
    const tickets = (settings: ConditionSettings) => messageBytes('New Session Ticket', settings).length;
    assert.deepEqual([0, 1, 4].map((count) => tickets({ 'server.tickets': count })), [0, 1, 4]);
    assert.deepEqual([0, 1, 4].map((count) => tickets({ 'server.tickets': count, 'server.tls': '1.2' })), [0, 1, 1]);
  });

  it('staple an OCSP response for clients that ask, in a message of TLS 1.2 and in the certificate of 1.3; browsers look at it', () => {
    const outcome = (settings: ConditionSettings, client: string) => {
      const explanation = run(settings, client);
      const { state, reason = '' } = stepOf(explanation, 'tls.certificate') ?? {};
      return [state, /Whether it was revoked[^.]*\.|It is not revoked[^.]*\.|Its authority[^.]*\.|The client hands[^.]*\./.exec(reason)?.[0].slice(0, 38)];
    };
    for (const tls of ['1.2', '1.3']) {
      const settings = (staple: string) => ({ 'server.ocspStaple': staple, 'server.tls': tls });
      assert.deepEqual(outcome(settings('good'), 'chromium-156'), ['happens', 'It is not revoked, says the stapled OC']);
      assert.deepEqual(outcome(settings('revoked'), 'chromium-156'), ['fails', 'Its authority revoked it: the stapled ']);
      assert.deepEqual(outcome(settings('expired'), 'chromium-156'), ['happens', 'Whether it was revoked stays unknown: ']);
      assert.deepEqual(outcome(settings('none'), 'chromium-156'), ['happens', 'Whether it was revoked stays unknown: ']);
      assert.deepEqual(outcome(settings('revoked'), 'go-net-http'), ['happens', 'The client hands the stapled OCSP resp']);
      assert.deepEqual(outcome(settings('revoked'), 'curl-7.88'), ['happens', 'Whether it was revoked stays unknown: ']);
    }
    assert.equal(messageBytes('Certificate Status', { 'server.ocspStaple': 'good', 'server.tls': '1.2' }, 'go-net-http').length, 1);
    assert.equal(messageBytes('Certificate Status', { 'server.ocspStaple': 'good', 'server.tls': '1.2' }, 'curl-7.88').length, 0);
  });

  it('ask for the client\'s certificate, and go on or not', () => {
    const outcome = (wanted: string, certificate: string, tls: string) => {
      const explanation = run({ 'server.clientCertificate': wanted, 'client.certificate': certificate, 'server.tls': tls });
      return ['tls.client-certificate', 'tls.handshake', 'http.request'].map((id) => stepOf(explanation, id)?.state);
    };
    for (const tls of ['1.2', '1.3']) {
      assert.deepEqual(outcome('none', 'present', tls), [undefined, 'happens', 'happens']);
      assert.deepEqual(outcome('optional', 'none', tls), ['skipped', 'happens', 'happens']);
      assert.deepEqual(outcome('optional', 'present', tls), ['happens', 'happens', 'happens']);
      assert.deepEqual(outcome('required', 'present', tls), ['happens', 'happens', 'happens']);
    }
    // RFC 8446 §4.4.2.4: in TLS 1.3 the client's handshake is over when it hears of it.
    assert.deepEqual(outcome('required', 'none', '1.3'), ['fails', 'happens', 'fails']);
    assert.deepEqual(outcome('required', 'none', '1.2'), ['fails', 'fails', undefined]);
  });

  const faults: readonly (readonly [string, RegExp, string?])[] = [
    ['tls.not-yet-valid', /is valid from 2026-08-01; today is 2026-07-01/],
    ['tls.self-signed', /signed with its own key/],
    ['tls.missing-intermediate', /"Wirewalk Example Intermediate CA 1", which signed .* not among those that the server sent/],
    ['tls.revoked', /Its authority revoked it/, 'chromium-156'],
    ['tls.no-common-cipher', /handshake_failure \(40\)\. Client and server have no cipher suite in common/],
    ['tls.no-common-alpn', /no_application_protocol \(120\)\. The client offers http\/1\.1; the server speaks wirewalk-example/],
    ['tls.unrecognized-name', /unrecognized_name \(112\)\. The client asks for www\.example; the server serves only other\.example/],
    ['tls.closed-early', /closed the connection before TLS was established/],
    ['tls.handshake-timeout', /gave it no more than 9960 ms/],
    ['tls.handshake-timeout', /gave it no more than 10000 ms/, 'go-net-http'],
    ['tls.handshake-timeout', /waits without a limit/, 'node-24-https'],
  ];
  for (const [fault, reason, client] of faults) {
    it(`fail under ${fault} with the reason${client === undefined ? '' : `, with ${client}`}`, () => {
      const step = stepOf(run({ fault }, client), 'tls.handshake');
      assert.equal(step?.state, 'fails');
      assert.match(step.reason, reason);
    });
  }

  it('fail under tls.client-certificate-required with the alert of the version', () => {
    const reason = (tls: string) => stepOf(run({ fault: 'tls.client-certificate-required', 'server.tls': tls }), 'tls.client-certificate')?.reason ?? '';
    assert.match(reason('1.3'), /empty Certificate\. The peer ended TLS with the alert certificate_required \(116\)/);
    assert.match(reason('1.2'), /empty Certificate\. The peer ended TLS with the alert handshake_failure \(40\)/);
  });
});
