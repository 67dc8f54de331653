import type { ClientHelloExtension, ClientHelloLayout } from '../model/clientProfile';
import { OPENSSL_30_GROUPS, OPENSSL_POINT_FORMATS, openssl30Tail } from './openssl30ClientHello';

/** Python 3.11's `ssl` with OpenSSL 3.0.19; the libraries ask for other extensions before and after ALPN. Padded to 512 octets. */
function pythonClientHello(beforeAlpn: readonly ClientHelloExtension[], afterExtendedMasterSecret: readonly ClientHelloExtension[]): ClientHelloLayout {
  return {
    recordVersion: 0x0301,
    sessionIdBytes: 32,
    cipherSuites: [
      0x1302, 0x1303, 0x1301, 0xc02c, 0xc030, 0xc02b, 0xc02f, 0xcca9, 0xcca8, 0xc024, 0xc028, 0xc023, 0xc027, 0x009f, 0x009e, 0x006b,
      0x0067, 0x00ff,
    ],
    extensions: [
      { type: 'server_name' },
      { type: 'ec_point_formats', formats: OPENSSL_POINT_FORMATS },
      { type: 'supported_groups', groups: OPENSSL_30_GROUPS },
      ...beforeAlpn,
      { type: 'alpn' },
      { type: 'encrypt_then_mac' },
      { type: 'extended_master_secret' },
      ...afterExtendedMasterSecret,
      ...openssl30Tail([0x0304, 0x0303]),
      { type: 'padding', toBytes: 512 },
    ],
  };
}

/** urllib3 turns session tickets off and offers authentication after the handshake. */
export const URLLIB3_CLIENT_HELLO = pythonClientHello([], [{ type: 'post_handshake_auth' }]);

/** httpx and aiohttp take the defaults of `ssl`. */
export const PYTHON_CLIENT_HELLO = pythonClientHello([{ type: 'session_ticket' }], []);

/** http.client, and so urllib.request, offers authentication after the handshake too. */
export const HTTP_CLIENT_HELLO = pythonClientHello([{ type: 'session_ticket' }], [{ type: 'post_handshake_auth' }]);
