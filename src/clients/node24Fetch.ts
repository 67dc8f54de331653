import type { ClientProfile } from '../model/clientProfile';
import { nodeFetchProfile } from './nodeProfile';
import { NODE_OPENSSL_35_CLIENT_HELLO } from './openssl35ClientHello';

/** Node.js 24.21.0: the global fetch of its undici 7.29. */
export const NODE_24_FETCH: ClientProfile = nodeFetchProfile({
  id: 'node-24-fetch',
  title: 'Node.js 24 fetch',
  evidence:
    'Captures of Node.js 24.21.0 with OpenSSL 3.5.8 on Linux 6.18; times are medians of 10 cold runs each over TLS and without, at 10 and 50 ms ' +
    'of round trip, on one machine.',
  tls: NODE_OPENSSL_35_CLIENT_HELLO,
  timing: {
    beforeConnectMs: 0.7,
    beforeClientHelloMs: 0.9,
    beforeFinishedMs: 4.1,
    beforeRequestMs: 0,
    requestWithFinished: true,
    beforePlainRequestMs: 5.7,
    beforeCloseMs: 7.4,
  },
  exitMs: 7.4,
});
