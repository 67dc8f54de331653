import { createECDH, createSign, generateKeyPairSync } from 'node:crypto';
import { clientProfile } from '../../src/clients/clientProfiles';
import { DEFAULT_CLIENT_ID } from '../../src/clients/defaultClient';
import { explain } from '../../src/explain/explain';
import type { ExplanationDetail } from '../../src/explain/explain';
import { pcapng } from '../../src/export/pcapng';
import { makeConditions } from '../../src/model/conditions';
import type { Explanation } from '../../src/model/explanation';
import { requestFromUrl } from '../../src/model/requestFromUrl';
import { predict } from '../../src/simulator/predict';
import { measure, milliseconds, ratio } from './measure';
import type { Row } from './measure';

const client = clientProfile(DEFAULT_CLIENT_ID);
const request = requestFromUrl('https://www.example/users');

function predicted(seed: number, detail: ExplanationDetail): Explanation {
  const conditions = makeConditions({ seed });
  const [trace] = predict(request, { conditions, client });
  if (!trace) throw new Error('There is no prediction.');
  if (detail === 'fields') pcapng([trace], { link: 'client' });
  return explain(trace, { conditions, client, detail });
}

/** Every run has its own seed, so that nothing can be remembered from the run before. */
export async function measurePrediction(): Promise<readonly Row[]> {
  const asJson = JSON.stringify(predicted(1, 'fields'));
  const json = await measure(100, () => JSON.parse(asJson) as unknown);
  const native = await measure(50, nativeKeyExchange);
  const steps = await measure(500, (run) => predicted(run, 'steps'));
  const bytes = await measure(30, (run) => predicted(run, 'fields'));
  return [
    {
      what: 'cold HTTPS prediction, steps, no bytes',
      measured: `${milliseconds(steps.medianMs)} median, ${milliseconds(steps.p95Ms)} p95`,
      aim: '< 2 ms median',
      met: steps.medianMs < 2,
      peer: ratio(steps.medianMs, json.medianMs, 'JSON.parse of the explanation'),
    },
    {
      what: 'the same with all bytes, fields and a pcapng',
      measured: `${milliseconds(bytes.medianMs)} median, ${milliseconds(bytes.p95Ms)} p95`,
      aim: '-',
      met: undefined,
      peer: ratio(bytes.medianMs, native.medianMs, 'its key exchange and signature in OpenSSL'),
    },
  ];
}

/** The public-key work of one handshake, natively: two key pairs, two agreements, a signature. */
function nativeKeyExchange(): void {
  const [one, other] = [createECDH('prime256v1'), createECDH('prime256v1')];
  one.generateKeys();
  other.generateKeys();
  one.computeSecret(other.getPublicKey());
  other.computeSecret(one.getPublicKey());
  createSign('sha256').update('x').sign(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey);
}
