import type { ClientDescription } from '../description';

/** Sockets, names, databases. */
export const services: readonly ClientDescription[] = [
  { client: 'php-socket', languages: ['php'], scheme: 'tcp', method: '', rules: [{ call: '{fsockopen,pfsockopen}', args: ['host', 'port'], sends: true }, { call: 'stream_socket_client', args: ['address'], sends: true }] },
  { client: 'php-dns', languages: ['php'], scheme: 'dns', method: '', rules: [{ call: '{gethostbyname,gethostbynamel,dns_get_record,checkdnsrr}', args: ['url'], sends: true }] },
  { client: 'mysql', languages: ['php'], scheme: 'mysql', method: '', rules: [{ call: '{mysqli,mysqli_connect}', args: ['host', 'user', 'password', 'path', 'port'], sends: true }] },
  { client: 'redis', languages: ['php'], scheme: 'redis', method: '', aliases: { Redis: 'PhpRedis' }, rules: [{ call: 'PhpRedis', makes: 'PhpRedis', anchors: false }, { call: 'PhpRedis.{connect,pconnect}', args: ['host', 'port'], sends: true }] },
  { client: 'ftp', languages: ['php'], scheme: 'ftp', method: '', rules: [{ call: '{ftp_connect,ftp_ssl_connect}', args: ['host', 'port'], sends: true }] },
];
