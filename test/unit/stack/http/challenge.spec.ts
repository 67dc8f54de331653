import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Challenge } from '../../../../src/stack/7-application/http/challenge';
import { basicAuthorization, challengeText, digestAuthorization, isAnswer, parseChallenge } from '../../../../src/stack/7-application/http/challenge';

const PLAIN = { noNullPrototype: true } as const;

describe('HTTP authentication', () => {
  it('answers Basic as RFC 7617 §2 does', () => {
    assert.equal(basicAuthorization({ user: 'Aladdin', password: 'open sesame' }), 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==');
    assert.deepEqual(parseChallenge('Basic realm="WallyWorld"'), { scheme: 'basic', realm: 'WallyWorld' });
  });

  // The example of RFC 7616 §3.9.1.
  const credentials = { user: 'Mufasa', password: 'Circle of Life' };
  const challenge = { scheme: 'digest', realm: 'http-auth@example.org', nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v' } as const;

  it('answers Digest as RFC 7616 §3.9.1 does', () => {
    const value = digestAuthorization(credentials, challenge, { method: 'GET', uri: '/dir/index.html', count: 1, clientNonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' });
    assert.match(value, /response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"$/);
    assert.match(value, /nc=00000001, .*qop=auth/);
    assert.ok(isAnswer(value, challenge, credentials, { method: 'GET', uri: '/dir/index.html' }));
    for (const [method, uri] of [['POST', '/dir/index.html'], ['GET', '/dir/other.html']] as const) assert.ok(!isAnswer(value, challenge, credentials, { method, uri }));
    assert.ok(!isAnswer(value, challenge, { ...credentials, password: 'other' }, { method: 'GET', uri: '/dir/index.html' }));
    assert.deepEqual(parseChallenge(
      'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
    ), challenge);
  });

  it('reads back the challenge that it writes, and takes any other text', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9+/=@. -]{1,30}$/).map((text) => text.trim() || 'x');
    const challenges: fc.Arbitrary<Challenge> = fc.oneof(fc.record({ scheme: fc.constant('basic' as const), realm: word }, PLAIN), fc.record({ scheme: fc.constant('digest' as const), realm: word, nonce: word }, PLAIN));
    fc.assert(fc.property(challenges, (each) => assert.deepEqual(parseChallenge(challengeText(each)), each)));
    for (const value of ['', 'Negotiate', 'Bearer realm="x"', 'Digest realm="x", nonce="y"', 'Digest realm="x", nonce="y", algorithm=MD5, qop="auth"', 'Digest realm="x", nonce="y", algorithm=SHA-256']) {
      assert.equal(parseChallenge(value), undefined, value);
    }
    fc.assert(fc.property(fc.string(), (value) => void parseChallenge(value)));
  });
});
