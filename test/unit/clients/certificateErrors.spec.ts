import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLIENT_PROFILES, clientProfile } from '../../../src/clients/clientProfiles';
import { readErrorText } from '../../../src/explain/errorText/readErrorText';
import { explain } from '../../../src/explain/explain';
import type { CertificateError } from '../../../src/model/certificateError';
import { makeConditions } from '../../../src/model/conditions';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import { predict } from '../../../src/simulator/predict';

const recorded = JSON.parse(readFileSync(join(__dirname, '../../fixtures/clients/certificate-errors.json'), 'utf8')) as Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The laboratory's certificates, each with one fault, as `openssl s_server` sent them. */
const MEASURED: CertificateError = {
  code: '', host: 'localhost', names: ['localhost'],
  nowMs: Date.parse('2026-11-25T01:20:23Z'), notBeforeMs: Date.parse('2026-11-23T01:20:20Z'), notAfterMs: Date.parse('2026-11-24T01:20:20Z'),
};
const FAULTS: Readonly<Record<string, Partial<CertificateError>>> = {
  expired: { code: 'CERT_HAS_EXPIRED' }, 'wrong-name': { code: 'ERR_TLS_CERT_ALTNAME_INVALID', names: ['wrong-name.example'] },
  'unknown-issuer': { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, 'self-signed': { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
};

describe('what a program gets to see of a certificate that its client refuses', () => {
  for (const [fault, byClient] of Object.entries(recorded)) {
    it(`is, for one that is ${fault}, what each client was seen to say`, () => {
      for (const [client, words] of Object.entries(byClient)) {
        const said = clientProfile(client).certificateError?.({ ...MEASURED, ...FAULTS[fault] }) ?? '';
        assert.ok(said !== '' && words.endsWith(said), `${client}: ${said}`);
      }
    });
  }

  // The table of clients' texts was made from their documents and messages, for another purpose.
  it('is read back as the fault that it is, wherever the client tells the faults apart', () => {
    const coarse = new Set(['go-net-http', 'java-httpclient', 'chromium-156']);
    for (const fault of ['tls.expired', 'tls.wrong-name', 'tls.unknown-issuer', 'tls.self-signed', 'tls.not-yet-valid']) {
      for (const { id } of CLIENT_PROFILES.filter(({ certificateError, id: each }) => certificateError && !coarse.has(each))) {
        const conditions = makeConditions({ fault });
        const client = clientProfile(id);
        const [explanation] = predict(requestFromUrl('https://www.example/'), { conditions, client }).map((trace) => explain(trace, { conditions, client, detail: 'steps' }));
        const words = /The program gets "(.*)"\.$/.exec(explanation?.steps.find(({ id: step }) => step === 'tls.handshake')?.reason ?? '')?.[1] ?? '';
        const kinds = readErrorText(words);
        assert.ok(JSON.stringify(kinds).includes(fault === 'tls.unknown-issuer' && id.startsWith('node') ? 'tls.missing-intermediate' : fault), `${id} ${fault}: ${words} is read as ${JSON.stringify(kinds)?.slice(0, 200)}`);
      }
    }
  });
});
