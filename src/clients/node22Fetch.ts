import type { ClientProfile } from '../model/clientProfile';
import { nodeFetchProfile } from './nodeProfile';
import { NODE_OPENSSL_35_CLIENT_HELLO } from './openssl35ClientHello';

/** Node.js 22.23.3: the global fetch of its undici 6.28. */
export const NODE_22_FETCH: ClientProfile = nodeFetchProfile({
  id: 'node-22-fetch',
  title: 'Node.js 22 fetch',
  evidence:
    'Captures of Node.js 22.23.3 with OpenSSL 3.5.8 on Linux 6.18; times are medians of 10 cold runs each over TLS and without, at 10 and 50 ms ' +
    'of round trip, on one machine.',
  tls: NODE_OPENSSL_35_CLIENT_HELLO,
  timing: {
    beforeConnectMs: 0.7,
    beforeClientHelloMs: 0.7,
    beforeFinishedMs: 2.8,
    beforeRequestMs: 0,
    requestWithFinished: true,
    beforePlainRequestMs: 2.1,
    beforeCloseMs: 10,
  },
  exitMs: 10,
});
