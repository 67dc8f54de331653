import { showParts, toParts } from '../../folding/value';
import type { ClientDescription } from '../description';

/** Databases in a file, and servers behind a socket of this machine. */
const LOCAL_DATABASE = /^sqlite|unix_socket=/;

/** Programs that the code starts: what they send, their own descriptions say. */
export const programs: ClientDescription = {
  languages: ['php'],
  rules: [{ call: '{exec,shell_exec,system,passthru,popen,proc_open}', runs: 'line' }],
};

/** Sockets, names, databases. */
export const services: readonly ClientDescription[] = [
  { client: 'php-socket', languages: ['php'], scheme: 'tcp', method: '', rules: [{ call: '{fsockopen,pfsockopen}', args: ['host', 'port'], sends: true }, { call: 'stream_socket_client', args: ['address'], sends: true }, { call: 'socket_connect', args: [null, 'host', 'port'], sends: true, onlyIf: ({ length }) => length === 3 }] },
  { client: 'php-dns', languages: ['php'], scheme: 'dns', method: '', rules: [{ call: '{gethostbyname,gethostbynamel,gethostbyaddr,dns_get_record,dns_get_mx,dns_check_record,checkdnsrr,getmxrr}', args: ['url'], sends: true }] },
  { client: 'mysql', languages: ['php'], scheme: 'mysql', method: '', rules: [{ call: '{mysqli,mysqli_connect}', args: ['host', 'user', 'password', 'path', 'port'], sends: true }] },
  { client: 'redis', languages: ['php'], scheme: 'redis', method: '', aliases: { Redis: 'PhpRedis' }, rules: [{ call: 'PhpRedis', makes: 'PhpRedis', anchors: false }, { call: 'PhpRedis.{connect,pconnect}', args: ['host', 'port'], sends: true }] },
  { client: 'ftp', languages: ['php'], scheme: 'ftp', method: '', rules: [{ call: '{ftp_connect,ftp_ssl_connect}', args: ['host', 'port'], sends: true }] },
  { client: 'pdo', languages: ['php'], method: '', rules: [{ call: 'PDO', args: ['url'], sends: true, onlyIf: ([dsn]) => dsn !== undefined && !LOCAL_DATABASE.test(showParts(toParts(dsn))) }] },
  { client: 'postgres', languages: ['php'], scheme: 'postgres', method: '', rules: [{ call: '{pg_connect,pg_pconnect}', args: ['url'], sends: true }] },
  { client: 'ldap', languages: ['php'], scheme: 'ldap', method: '', rules: [{ call: 'ldap_connect', args: ['url'], byCount: { 2: ['host', 'port'] }, sends: true, onlyIf: ({ length }) => length > 0 }] },
  { client: 'soap', languages: ['php'], method: 'POST', rules: [{ call: 'SoapClient', args: ['url'], options: { location: 'url' }, sends: true, onlyIf: ([first]) => first !== undefined && first.kind !== 'primitive' }] },
  { client: 'imap', languages: ['php'], scheme: 'imap', method: '', rules: [{ call: 'imap_open', args: ['url', 'user', 'password'], sends: true }] },
  { client: 'ssh', languages: ['php'], scheme: 'ssh', method: '', rules: [{ call: 'ssh2_connect', args: ['host', 'port'], sends: true }] },
];
