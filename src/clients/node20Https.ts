import type { ClientProfile } from '../model/clientProfile';
import { nodeHttpProfile } from './nodeProfile';
import { NODE_20_CLIENT_HELLO } from './openssl30ClientHello';

/** Node.js 20.20.2: the http and https modules; one profile, since only TLS differs. */
export const NODE_20_HTTPS: ClientProfile = nodeHttpProfile({
  id: 'node-20-https',
  title: 'Node.js 20 https',
  evidence:
    'Captures of Node.js 20.20.2 with OpenSSL 3.0.19 on Linux 6.18; times are medians of 10 cold runs each over TLS and without, at 10 and 50 ms ' +
    'of round trip, on one machine.',
  tls: NODE_20_CLIENT_HELLO,
  timing: {
    beforeConnectMs: 0.7,
    beforeClientHelloMs: 0.6,
    beforeFinishedMs: 1.2,
    beforeRequestMs: 0,
    requestWithFinished: true,
    beforePlainRequestMs: 0.7,
    beforeCloseMs: 2.3,
  },
  exitMs: 2.3,
});
