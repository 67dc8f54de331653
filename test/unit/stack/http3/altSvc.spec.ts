import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseAltSvc } from '../../../../src/stack/7-application/http/altSvc';

describe('Alt-Svc (RFC 7838 §3)', () => {
  it('is read as the examples of the standard mean it', () => {
    assert.deepEqual(parseAltSvc('h2=":8000"'), [{ protocol: 'h2', host: '', port: 8000, maxAgeSeconds: 86_400 }]);
    assert.deepEqual(parseAltSvc('h2="new.example.org:80"'), [{ protocol: 'h2', host: 'new.example.org', port: 80, maxAgeSeconds: 86_400 }]);
    assert.deepEqual(parseAltSvc('w%3Dx%3Ay%23z=":443"; ma=3600; persist=1'), [{ protocol: 'w=x:y#z', host: '', port: 443, maxAgeSeconds: 3600 }]);
    assert.deepEqual(parseAltSvc('h2="alt.example.com:8000", h3=":443";ma=2592000'), [
      { protocol: 'h2', host: 'alt.example.com', port: 8000, maxAgeSeconds: 86_400 }, { protocol: 'h3', host: '', port: 443, maxAgeSeconds: 2_592_000 },
    ]);
    assert.equal(parseAltSvc('clear'), 'clear');
  });

  it('leaves out what it cannot read', () => {
    for (const value of ['', 'h3', 'h3=443', 'h3=":99999"', 'h3="', '=":443"', 'h3=":443" x']) assert.deepEqual(parseAltSvc(value), [], value);
    fc.assert(fc.property(fc.string(), (value) => Array.isArray(parseAltSvc(value)) || value.trim() === 'clear'));
  });
});
