import type { CodeRule } from './codeRule';
import { addressOf } from './address';

/** Top-level domains that stand on the browsers' HSTS preload list as a whole, by their registry's own policy. */
const PRELOADED = ['app', 'dev', 'page', 'new', 'foo', 'bank', 'insurance'];

/** `http:` to a host of a domain in which browsers use TLS only (RFC 6797 §12.3). */
export const httpsOnly: CodeRule = ({ request }) => {
  const address = addressOf(request.url);
  if (address?.protocol !== 'http:' && address?.protocol !== 'ws:') return undefined;
  const domain = PRELOADED.find((each) => address.host.endsWith(`.${each}`));
  if (domain === undefined) return undefined;
  return {
    id: 'url.https-only',
    severity: 'warning',
    message: `Every name under .${domain} is on the browsers' HSTS preload list: a browser turns this into TLS, any other client sends it in the clear. Write ${address.protocol === 'ws:' ? 'wss' : 'https'}.`,
    spec: 'RFC 6797 §12.3',
  };
};
