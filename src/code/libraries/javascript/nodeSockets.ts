import type { CallRule, ClientDescription, OptionTable } from '../description';

const OPTIONS: OptionTable = { host: 'host', hostname: 'host', port: 'port', rejectUnauthorized: 'verify', timeout: 'timeoutMs' };

/** Node's plain TCP connections. */
export const nodeNet: ClientDescription = {
  client: 'node-net',
  languages: ['javascript'],
  scheme: 'tcp',
  method: '',
  rules: [
    { call: 'net.{connect,createConnection}', args: ['port', 'host'], options: OPTIONS, sets: { host: 'localhost' }, sends: true },
    { call: 'net.Socket', makes: 'NetSocket', anchors: false },
    { call: 'NetSocket.connect', args: ['port', 'host'], options: OPTIONS, sets: { host: 'localhost' }, sends: true },
    // Sockets that another function makes.
    { call: '*.connect', args: ['port', 'host'], options: OPTIONS, sets: { host: 'localhost' }, sends: true, receiverName: /(?:^|[._])(?:socket|sock|client)$/i, where: /['"](?:node:)?net['"]/, certainty: 0.6 },
  ],
};

/** Node's TLS connections. */
export const nodeTls: ClientDescription = {
  client: 'node-tls',
  languages: ['javascript'],
  scheme: 'tls',
  method: '',
  rules: [{ call: 'tls.connect', args: ['port', 'host', 'options'], options: OPTIONS, sets: { host: 'localhost' }, sends: true }],
};

const DATAGRAM: Omit<CallRule, 'call'> = {
  args: ['body', null, null, 'port', 'host'],
  byCount: { 2: ['body', 'port'], 3: ['body', 'port', 'host'], 4: ['body', 'port', 'host'] },
  sets: { host: 'localhost' },
  sends: true,
};

/** What a server answers goes to the sender of a datagram. */
const REPLY = /^(?:rinfo|remote|sender)\b/i;

/** Node's UDP sockets. */
export const nodeDgram: ClientDescription = {
  client: 'node-dgram',
  languages: ['javascript'],
  scheme: 'udp',
  method: '',
  rules: [
    { call: 'dgram.createSocket', makes: 'UdpSocket', anchors: false },
    {
      call: 'UdpSocket.send', ...DATAGRAM,
    },
    { call: '*.send', ...DATAGRAM, receiverName: /(?:sock(?:et)?|udp\d?|client)$/i, where: /['"](?:node:)?dgram['"]/, onlyIf: ({ length }, texts) => length >= 5 && !REPLY.test(texts[4] ?? ''), certainty: 0.8 },
  ],
};

/** Node's name lookups. */
export const nodeDns: ClientDescription = {
  client: 'node-dns',
  languages: ['javascript'],
  scheme: 'dns',
  method: '',
  aliases: { 'dns.promises': 'dns', 'dns.Resolver': 'dns' },
  rules: [
    { call: 'dns.{lookup,resolve,resolve4,resolve6,resolveAny,resolveCaa,resolveCname,resolveMx,resolveNs,resolvePtr,resolveSoa,resolveSrv,resolveTxt}', args: ['url'], sends: true },
  ],
};
