import type { ClientProfile } from '../model/clientProfile';
import { nodeHttpProfile } from './nodeProfile';
import { NODE_OPENSSL_35_CLIENT_HELLO } from './openssl35ClientHello';

/** Node.js 22.23.3: the http and https modules; one profile, since only TLS differs. */
export const NODE_22_HTTPS: ClientProfile = nodeHttpProfile({
  id: 'node-22-https',
  title: 'Node.js 22 https',
  evidence:
    'Captures of Node.js 22.23.3 with OpenSSL 3.5.8 on Linux 6.18; times are medians of 10 cold runs each over TLS and without, at 10 and 50 ms ' +
    'of round trip, on one machine.',
  tls: NODE_OPENSSL_35_CLIENT_HELLO,
  timing: {
    beforeConnectMs: 0.7,
    beforeClientHelloMs: 0.7,
    beforeFinishedMs: 1.4,
    beforeRequestMs: 0,
    requestWithFinished: true,
    beforePlainRequestMs: 0.7,
    beforeCloseMs: 3,
  },
  exitMs: 3,
});
