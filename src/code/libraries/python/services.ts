import { showParts, type Value } from '../../folding/value';
import type { ClientDescription, OptionTable } from '../description';

const HOST: OptionTable = { host: 'host', port: 'port', hostname: 'host', server: 'host', user: 'user', password: 'password', url: 'url', dsn: 'url', timeout: 'timeoutS', database: 'path', dbname: 'path' };

/** One protocol that is not HTTP: its name, and how its clients are made. */
function service(client: string, scheme: string, rules: ClientDescription['rules'], aliases: Record<string, string> = {}): ClientDescription {
  return { client, languages: ['python'], scheme, method: '', rules, aliases };
}

/** Programs that the code starts: what they send, their own descriptions say. */
export const programs: ClientDescription = {
  languages: ['python'],
  aliases: { commands: 'subprocess' },
  rules: [
    { call: 'os.{system,popen}', runs: 'line' },
    { call: 'subprocess.{run,call,check_call,check_output,Popen,getoutput,getstatusoutput}', runs: 'words' },
    { call: 'asyncio.create_subprocess_exec', runs: 'words' },
    { call: 'asyncio.create_subprocess_shell', runs: 'line' },
  ],
};

/** Mail, files, names, sockets, databases and brokers. */
export const services: readonly ClientDescription[] = [
  service('smtplib', 'smtp', [{ call: 'smtplib.{SMTP,LMTP}', args: ['host', 'port'], options: HOST, sends: true }]),
  service('smtplib', 'smtps', [{ call: 'smtplib.SMTP_SSL', args: ['host', 'port'], options: HOST, sends: true }]),
  service('imaplib', 'imap', [{ call: 'imaplib.{IMAP4,IMAP4_SSL}', args: ['host', 'port'], options: HOST, sends: true }]),
  service('ftplib', 'ftp', [{ call: 'ftplib.{FTP,FTP_TLS}', args: ['host', 'user', 'password'], options: HOST, sends: true }]),
  service('python-dns', 'dns', [
    { call: 'socket.{gethostbyname,gethostbyname_ex,getaddrinfo}', args: ['url'], sends: true },
    { call: 'dns.resolver.{resolve,query}', args: ['url'], sends: true },
  ]),
  service('python-socket', 'tcp', [
    { call: 'socket.create_connection', args: ['address', 'timeoutS'], sends: true },
    { call: 'socket.socket', makes: 'PythonSocket', anchors: false },
    { call: 'PythonSocket.{connect,connect_ex}', args: ['address'], sends: true, onlyIf: isInternetAddress },
    { call: '*.{connect,connect_ex}', args: ['address'], sends: true, receiverName: /(?:^|[._])(?:s|sock|socket)$/, where: /^[ \t]*(?:import|from)[ \t][^\n]*\bsocket\b/m, onlyIf: isInternetAddress, certainty: 0.7 },
    { call: 'PythonSocket.sendto', args: [null, 'address'], sets: { scheme: 'udp' }, sends: true },
  ]),
  service('websockets', 'wss', [
    { call: 'websockets.connect', args: ['url'], options: { uri: 'url', extra_headers: 'headers', additional_headers: 'headers' }, sends: true },
    { call: 'websocket.{create_connection,WebSocketApp}', args: ['url'], options: { url: 'url', header: 'headers' }, sends: true },
  ]),
  service('psycopg', 'postgres', [{ call: '{psycopg2,psycopg,asyncpg}.{connect,create_pool}', args: ['url'], options: HOST, sends: true, onlyIf: ([first]) => first?.kind !== 'text' || !/\w=/.test(showParts(first.parts)) }]),
  service('mysql', 'mysql', [{ call: '{pymysql,MySQLdb,mysql.connector}.connect', args: ['host'], options: HOST, sends: true }]),
  service('sqlalchemy', 'sql', [{ call: 'sqlalchemy.create_engine', args: ['url'], sends: true }]),
  service('mongodb', 'mongodb', [{ call: 'pymongo.MongoClient', args: ['url', 'port'], options: HOST, sends: true }]),
  service('redis', 'redis', [
    { call: 'redis.{Redis,StrictRedis}', args: ['host', 'port'], options: HOST, sends: true },
    { call: '{redis,redis.Redis}.from_url', args: ['url'], sends: true },
  ]),
  service('pika', 'amqp', [{ call: 'pika.URLParameters', args: ['url'], sends: true }, { call: 'pika.ConnectionParameters', args: ['host', 'port'], options: HOST, sends: true }]),
];

/** A path of a file is the address of a socket of this machine. */
function isInternetAddress([address]: readonly Value[]): boolean {
  return address !== undefined && address.kind !== 'text';
}
