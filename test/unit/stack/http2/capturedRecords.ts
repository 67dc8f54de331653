import { readFileSync } from 'node:fs';

/** The plaintext of one TLS record of a capture. */
export interface CapturedRecord {
  readonly from: 'client' | 'server';
  readonly hex: string;
}

/**
 * HTTP/2 of the captures of curl 7.88 and Chromium 156 with Node.js 20's server, decrypted by tshark: each record's plaintext in the
 * order of the packets. Chromium asks for a second resource.
 */
export const CAPTURED_RECORDS = JSON.parse(readFileSync(new URL('../../../fixtures/http2/captured-records.json', import.meta.url), 'utf8')) as Readonly<
  Record<'curl-7.88' | 'chromium-156', readonly CapturedRecord[]>
>;
