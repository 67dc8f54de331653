import type { ClientProfile } from '../model/clientProfile';
import { nodeFetchProfile } from './nodeProfile';
import { NODE_20_CLIENT_HELLO } from './openssl30ClientHello';

/** Node.js 20.20.2: the global fetch of its undici 6.24. */
export const NODE_20_FETCH: ClientProfile = nodeFetchProfile({
  id: 'node-20-fetch',
  title: 'Node.js 20 fetch',
  evidence:
    'Captures of Node.js 20.20.2 with OpenSSL 3.0.19 on Linux 6.18; times are medians of 10 cold runs each over TLS and without, at 10 and 50 ms ' +
    'of round trip, on one machine. The end of the process varies most: 64 to 495 ms after the response.',
  tls: NODE_20_CLIENT_HELLO,
  timing: {
    beforeConnectMs: 0.7,
    beforeClientHelloMs: 0.7,
    beforeFinishedMs: 3.1,
    beforeRequestMs: 3.8,
    requestWithFinished: true,
    beforePlainRequestMs: 2.1,
    beforeCloseMs: 90,
  },
  exitMs: 90,
});
