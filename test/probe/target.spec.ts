import assert from 'node:assert/strict';
import { InputError } from '../../src/model/wirewalkError';
import { dnsQuestions } from '../../src/probe/dns/questions';
import { parseHttpTarget } from '../../src/probe/http/httpTarget';
import { parseAddressTarget, parseDnsName, parseHostTarget } from '../../src/probe/target';

describe('targets of probes', () => {
  const GOOD: readonly (readonly [string, { host: string; port: number; address?: string }])[] = [
    ['example.com', { host: 'example.com', port: 443 }],
    [' Example.COM.:8443 ', { host: 'example.com', port: 8443 }],
    ['bücher.example', { host: 'xn--bcher-kva.example', port: 443 }],
    ['192.0.2.1:1', { host: '192.0.2.1', port: 1, address: '192.0.2.1' }],
    ['[2001:DB8:0::1]:65535', { host: '2001:db8::1', port: 65535, address: '2001:db8::1' }],
    ['::1', { host: '::1', port: 443, address: '::1' }],
    ['[fe80::1%eth0]:443', { host: 'fe80::1%eth0', port: 443, address: 'fe80::1%eth0' }],
    // WHATWG URL §3.5: numbers that are IPv4 addresses.
    ['2130706433', { host: '127.0.0.1', port: 443, address: '127.0.0.1' }],
    ['0x7f.1:80', { host: '127.0.0.1', port: 80, address: '127.0.0.1' }],
    ['0177.0.0.1', { host: '127.0.0.1', port: 443, address: '127.0.0.1' }],
    ['127.1', { host: '127.0.0.1', port: 443, address: '127.0.0.1' }],
  ];
  for (const [text, expected] of GOOD) it(`reads "${text}"`, () => assert.deepEqual(parseHostTarget(text, 443), expected));

  const BAD: readonly (readonly [string, RegExp])[] = [
    ['', /found nothing/], [':443', /host is missing/], ['example.com:0', /1 to 65535; found "0"/], ['example.com:65536', /found "65536"/], ['example.com:', /found ""/],
    ['example.com:4 43', /found "4 43"/], ['https://example.com', /found a URL/], ['a..b', /empty label/], ['.example.com', /empty label/], [`${'a'.repeat(64)}.example`, /63 characters/],
    [`${'a.'.repeat(127)}example`, /253 characters/], ['user@example.com', /cannot hold "@"/], ['exa mple.com', /cannot hold a space/], ['example.com/path', /cannot hold "\/"/],
    ['exam\u202eple.com', /U\+202E/], ['::1:443:', /several colons/], ['[::1', /cannot hold|several colons/], ['[::g]:1', /IPv6 address/], ['256.1.1.1', /not a host name/], ['*.example.com', /letters, digits and hyphens/],
    ['1.2.3.4.5', /not a host name/], ['a\u0000b', /U\+0000/],
  ];
  for (const [text, message] of BAD) {
    it(`refuses ${JSON.stringify(text.slice(0, 30))}`, () => assert.throws(() => parseHostTarget(text, 443), (error) => error instanceof InputError && message.test(error.message) && error.message.length < 250));
  }

  it('takes only addresses where a lookup would be needed', () => {
    assert.deepEqual(parseAddressTarget('[::1]:5353', 53, 'The DNS server'), { host: '::1', address: '::1', port: 5353 });
    assert.throws(() => parseAddressTarget('dns.example', 53, 'The DNS server'), /The DNS server is an IP address/);
  });

  it('takes DNS names with underscores, not hosts, and refuses what is no name before anything is sent', () => {
    assert.equal(parseDnsName('_dmarc.Bücher.example.'), '_dmarc.xn--bcher-kva.example');
    assert.equal(parseDnsName('.'), '.');
    assert.equal(parseDnsName('1.2'), '1.2');
    for (const bad of ['a..b', 'a'.repeat(64), '*', '_', 'a b', '', '\\000.example', '"']) assert.throws(() => parseDnsName(bad), InputError, bad);
  });

  it('turns an address into its reverse name (RFC 1035 §3.5, RFC 3596 §2.5)', () => {
    assert.equal(dnsQuestions('192.0.2.53', ['PTR']).name, '53.2.0.192.in-addr.arpa');
    // The example of RFC 3596 §2.5.
    assert.equal(dnsQuestions('4321:0:1:2:3:4:567:89ab', ['PTR']).name, 'b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa');
    assert.throws(() => dnsQuestions('192.0.2.53', ['A']), InputError);
    assert.throws(() => dnsQuestions('example.com', ['AXFR2']), InputError);
    assert.throws(() => dnsQuestions('example.com', []), InputError);
  });

  it('reads URLs, drops credentials, masks secrets', () => {
    const read = parseHttpTarget('https://user:s3cret@Example.com:8443/a?access_token=s3cret2&x=1#f');
    assert.deepEqual(read, {
      target: { host: 'example.com', port: 8443 }, transport: 'tls', requestTarget: '/a?access_token=s3cret2&x=1', host: 'example.com:8443',
      shown: 'https://example.com:8443/a?access_token=***&x=1', hasCredentials: true,
    });
    assert.equal(parseHttpTarget('http://[::1]/').target.address, '::1');
    for (const bad of ['', 'example.com', 'ftp://example.com/', 'javascript:alert(1)', 'http://', 'http://example.com:0/', `http://example.com/${'a'.repeat(9000)}`]) {
      assert.throws(() => parseHttpTarget(bad), InputError, bad.slice(0, 40));
    }
  });
});
