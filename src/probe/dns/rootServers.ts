/**
 * The root servers' IPv4 addresses, from IANA's root hints file (RFC 8109 §2: a resolver has to be told these). The first is
 * used; the others stand in when it does not answer.
 */
export const IANA_ROOT_SERVERS: readonly { readonly name: string; readonly address: string }[] = [
  { name: 'a.root-servers.net', address: '198.41.0.4' },
  { name: 'k.root-servers.net', address: '193.0.14.129' },
  { name: 'f.root-servers.net', address: '192.5.5.241' },
  { name: 'l.root-servers.net', address: '199.7.83.42' },
  { name: 'i.root-servers.net', address: '192.36.148.17' },
];
