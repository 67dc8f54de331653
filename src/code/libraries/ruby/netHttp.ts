import { showParts } from '../../folding/value';
import type { ClientDescription, OptionTable } from '../description';
import { looksLikeUrl } from '../urlLike';

const START: OptionTable = { use_ssl: 'secure', verify_mode: 'verify', read_timeout: 'timeoutS', open_timeout: 'timeoutS' };

/** Ruby's own net/http. */
export const netHttp: ClientDescription = {
  client: 'ruby-net-http',
  languages: ['ruby'],
  bodies: { text: 'application/x-www-form-urlencoded' },
  scheme: 'http',
  properties: {
    'RubyRequest[]': 'header', 'RubyRequest.body': 'body', 'RubyRequest.content_type': 'contentType', 'RubyRequest.form_data': 'form', 'RubyHttp.use_ssl': 'secure', 'RubyHttp.verify_mode': 'verify',
    'RubyHttp.read_timeout': 'timeoutS',
  },
  rules: [
    { call: 'Net.HTTP.{get,get_response,get_print}', args: ['url'], byCount: { 2: ['host', 'path'] }, sets: { method: 'GET' }, sends: true },
    { call: 'Net.HTTP.post', args: ['url', 'body', 'headers'], sets: { method: 'POST' }, sends: true },
    { call: 'Net.HTTP.post_form', args: ['url', 'form'], sets: { method: 'POST' }, sends: true },
    ...(['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options'] as const).map((method) => ({
      call: `Net.HTTP.${method}`, args: ['url' as const, 'headers' as const], sets: { method: method.toUpperCase() }, makes: 'RubyRequest',
    })),
    { call: 'Net.HTTPGenericRequest', args: ['method', null, null, 'url', 'headers'], makes: 'RubyRequest' },
    { call: 'RubyRequest.basic_auth', args: ['user', 'password'], tells: 'receiver' },
    { call: 'RubyRequest.{add_field,[]=}', args: ['header.name', 'header.value'], tells: 'receiver' },
    { call: 'RubyRequest.set_form_data', args: ['form'], tells: 'receiver' },
    { call: 'RubyRequest.set_form', args: ['multipart'], tells: 'receiver' },
    { call: 'Net.HTTP', args: ['host', 'port'], makes: 'RubyHttp', anchors: false },
    { call: 'Net.HTTP.start', args: ['host', 'port', 'options'], options: START, makes: 'RubyHttp', anchors: false },
    { call: 'RubyHttp.{get,head,delete,request_get}', args: ['url', 'headers'], sets: { method: 'name' }, sends: true },
    { call: 'RubyHttp.{post,put,patch}', args: ['url', 'body', 'headers'], sets: { method: 'name' }, sends: true },
    { call: 'RubyHttp.request', args: ['request', 'body'], sets: { method: '{method}' }, sends: true, anchors: 'given' },
    { call: '*.request', args: ['request', 'body'], sets: { method: '{method}' }, sends: true, anchors: 'given', receiverName: /(?:^|[._@])(?:https?|net_http)$/i, onlyIf: ([first]) => first?.kind === 'unknown' && /req/i.test(first.name), certainty: 0.8 },
  ],
};

/** open-uri: URLs that are opened like files. */
export const openUri: ClientDescription = {
  client: 'open-uri',
  languages: ['ruby'],
  rules: [
    { call: '{URI.open,OpenURI.open_uri}', args: ['url'], options: { read_timeout: 'timeoutS', 'User-Agent': 'userAgent' }, sends: true },
    { call: 'url.{open,read}', receiver: 'url', sends: true, anchors: true },
    { call: 'open', args: ['url'], sends: true, onlyIf: (args) => looksLikeUrl(args) && args[0]?.kind === 'text' && /^https?:/.test(showParts(args[0].parts)) },
    { call: 'open', args: ['url'], sends: true, where: /^\s*require\s+['"]open-uri['"]/m, onlyIf: (_args, [written = '']) => /ur[li]$/i.test(written), certainty: 0.8 },
  ],
};

/** Sockets, names, mail, databases. */
export const services: readonly ClientDescription[] = [
  { client: 'ruby-socket', languages: ['ruby'], scheme: 'tcp', method: '', rules: [{ call: '{TCPSocket,TCPSocket.open,Socket.tcp}', args: ['host', 'port'], sends: true }] },
  { client: 'ruby-dns', languages: ['ruby'], scheme: 'dns', method: '', rules: [{ call: '{Resolv.getaddress,Resolv.getaddresses,IPSocket.getaddress}', args: ['url'], sends: true }] },
  { client: 'net-smtp', languages: ['ruby'], scheme: 'smtp', method: '', rules: [{ call: '{Net.SMTP,Net.SMTP.start}', args: ['host', 'port'], sends: true }] },
  { client: 'net-ftp', languages: ['ruby'], scheme: 'ftp', method: '', rules: [{ call: '{Net.FTP,Net.FTP.open}', args: ['host'], makes: 'RubyFtp' }, { call: 'RubyFtp.connect', args: ['host', 'port'], sends: true }] },
  { client: 'redis', languages: ['ruby'], scheme: 'redis', method: '', rules: [{ call: 'Redis', options: { url: 'url', host: 'host', port: 'port' }, sends: true, anchors: true }] },
  { client: 'postgres', languages: ['ruby'], scheme: 'postgres', method: '', rules: [{ call: '{PG.connect,PG.Connection}', options: { host: 'host', port: 'port', dbname: 'path', user: 'user' }, args: ['url'], sends: true }] },
  { client: 'net-ssh', languages: ['ruby'], scheme: 'ssh', method: '', rules: [{ call: '{Net.SSH,Net.SFTP,Net.SCP}.start', args: ['host'], options: { port: 'port' }, sends: true }] },
  { client: 'net-imap', languages: ['ruby'], scheme: 'imap', method: '', rules: [{ call: 'Net.IMAP', args: ['host'], options: { port: 'port' }, sends: true }] },
  { client: 'net-pop3', languages: ['ruby'], scheme: 'pop3', method: '', rules: [{ call: 'Net.POP3', args: ['host', 'port'], sends: true }, { call: 'Net.POP3.start', args: ['host', 'port', 'user', 'password'], sends: true }] },
];

/** Programs that the code starts: what they send, their own descriptions say. */
export const programs: ClientDescription = {
  languages: ['ruby'],
  rules: [
    { call: '`', runs: 'line', words: ['curl', 'wget', 'ping', 'ssh', 'scp', 'rsync', 'dig', 'host', 'nslookup'] },
    { call: '{system,exec,spawn,IO.popen,Kernel.system,Open3.capture2,Open3.capture2e,Open3.capture3,Open3.popen3,Process.spawn}', runs: 'words' },
  ],
};
