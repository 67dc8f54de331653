import type { ClientProfile } from '../model/clientProfile';
import { nodeHttpProfile } from './nodeProfile';
import { NODE_OPENSSL_35_CLIENT_HELLO } from './openssl35ClientHello';

/** Node.js 24.21.0: the http and https modules; one profile, since only TLS differs. */
export const NODE_24_HTTPS: ClientProfile = nodeHttpProfile({
  id: 'node-24-https',
  title: 'Node.js 24 https',
  evidence:
    'Captures of Node.js 24.21.0 with OpenSSL 3.5.8 on Linux 6.18; times are medians of 10 cold runs each over TLS and without, at 10 and 50 ms ' +
    'of round trip, on one machine.',
  tls: NODE_OPENSSL_35_CLIENT_HELLO,
  timing: {
    beforeConnectMs: 0.7,
    beforeClientHelloMs: 0.8,
    beforeFinishedMs: 1.2,
    beforeRequestMs: 0,
    requestWithFinished: true,
    beforePlainRequestMs: 0.7,
    beforeCloseMs: 4,
  },
  exitMs: 4,
});
