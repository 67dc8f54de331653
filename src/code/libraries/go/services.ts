import type { ClientDescription } from '../description';

function service(client: string, scheme: string, rules: ClientDescription['rules'], aliases: Record<string, string> = {}): ClientDescription {
  return { client, languages: ['go'], scheme, method: '', rules, aliases };
}

/** Programs that the code starts: what they send, their own descriptions say. */
export const programs: ClientDescription = {
  languages: ['go'],
  rules: [{ call: 'exec.Command', runs: 'words' }, { call: 'exec.CommandContext', args: [null], runs: 'words' }],
};

/** Sockets, names, mail, databases and brokers. */
export const services: readonly ClientDescription[] = [
  service('go-net', 'tcp', [
    { call: 'net.Dial', args: ['scheme', 'address'], sends: true },
    { call: 'net.DialTimeout', args: ['scheme', 'address', 'timeoutMs'], sends: true },
    { call: 'net.{DialTCP,DialUDP,DialIP}', args: ['scheme', null, 'address'], sends: true },
    { call: 'tls.Dial', args: [null, 'address'], sets: { scheme: 'tls' }, sends: true },
    { call: 'tls.DialWithDialer', args: [null, null, 'address'], sets: { scheme: 'tls' }, sends: true },
    { call: '{net.Dialer,tls.Dialer}', options: { Timeout: 'timeoutMs' }, makes: 'GoDialer', anchors: false },
    { call: 'GoDialer.Dial', args: ['scheme', 'address'], sends: true },
    { call: 'GoDialer.DialContext', args: [null, 'scheme', 'address'], sends: true },
    { call: '*.DialContext', args: [null, 'scheme', 'address'], sends: true, receiverName: /dialer$/i, certainty: 0.8 },
  ]),
  service('go-net', 'udp', [
    { call: 'net.{ListenPacket,ListenUDP,ListenMulticastUDP}', makes: 'GoPacketConn', anchors: false },
    { call: 'GoPacketConn.{WriteTo,WriteToUDP}', args: [null, 'address'], sends: true },
  ]),
  service('go-net', 'dns', [
    { call: 'net.{LookupHost,LookupIP,LookupAddr,LookupMX,LookupTXT,LookupCNAME,LookupNS}', args: ['url'], sends: true },
    { call: 'net.LookupSRV', args: [null, null, 'url'], sends: true },
    { call: '{net.DefaultResolver,GoResolver}.{LookupHost,LookupIPAddr,LookupAddr,LookupMX,LookupTXT,LookupCNAME,LookupNS}', args: [null, 'url'], sends: true },
    { call: 'net.Resolver', makes: 'GoResolver', anchors: false },
  ]),
  service('go-grpc', 'grpc', [{ call: 'grpc.{Dial,NewClient}', args: ['address'], sends: true }, { call: 'grpc.DialContext', args: [null, 'address'], sends: true }]),
  service('go-smtp', 'smtp', [{ call: 'smtp.{SendMail,Dial}', args: ['address'], sends: true }]),
  service('gorilla-websocket', 'ws', [{ call: 'websocket.DefaultDialer.{Dial,DialContext}', args: ['url', 'headers'], sends: true }, { call: 'websocket.Dial', args: [null, 'url'], byCount: { 3: ['url'] }, sends: true }]),
  service('redis', 'redis', [{ call: 'redis.NewClient', args: ['options'], options: { Addr: 'address', Password: 'password' }, sends: true }, { call: 'redis.Options', args: ['options'], options: { Addr: 'address' }, makes: 'RedisOptions', anchors: false }]),
  service('amqp', 'amqp', [{ call: '{amqp,amqp091}.Dial', args: ['url'], sends: true }]),
  service('nats', 'nats', [{ call: 'nats.Connect', args: ['url'], sends: true }]),
];
