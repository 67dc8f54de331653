import type { ClientDescription } from '../description';

function service(client: string, scheme: string, rules: ClientDescription['rules'], aliases: Record<string, string> = {}): ClientDescription {
  return { client, languages: ['go'], scheme, method: '', rules, aliases };
}

/** Sockets, names, mail, databases and brokers. */
export const services: readonly ClientDescription[] = [
  service('go-net', 'tcp', [
    { call: 'net.Dial', args: ['scheme', 'address'], sends: true },
    { call: 'net.DialTimeout', args: ['scheme', 'address', 'timeoutMs'], sends: true },
    { call: 'tls.Dial', args: [null, 'address'], sets: { scheme: 'tls' }, sends: true },
  ]),
  service('go-net', 'dns', [{ call: 'net.{LookupHost,LookupIP,LookupAddr,LookupMX,LookupTXT,LookupCNAME,LookupNS}', args: ['url'], sends: true }]),
  service('go-smtp', 'smtp', [{ call: 'smtp.{SendMail,Dial}', args: ['address'], sends: true }]),
  service('gorilla-websocket', 'ws', [{ call: 'websocket.DefaultDialer.{Dial,DialContext}', args: ['url', 'headers'], sends: true }, { call: 'websocket.Dial', args: [null, 'url'], byCount: { 3: ['url'] }, sends: true }]),
  service('redis', 'redis', [{ call: 'redis.NewClient', args: ['options'], options: { Addr: 'address', Password: 'password' }, sends: true }, { call: 'redis.Options', args: ['options'], options: { Addr: 'address' }, makes: 'RedisOptions', anchors: false }]),
  service('amqp', 'amqp', [{ call: '{amqp,amqp091}.Dial', args: ['url'], sends: true }]),
  service('nats', 'nats', [{ call: 'nats.Connect', args: ['url'], sends: true }]),
];
