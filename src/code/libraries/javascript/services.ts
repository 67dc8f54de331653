import type { ClientDescription, OptionTable } from '../description';

const HOST: OptionTable = { host: 'host', hostname: 'host', server: 'host', port: 'port', url: 'url', connectionString: 'url', uri: 'url', user: 'user', username: 'user', password: 'password', database: 'path' };

/** One protocol that is not HTTP: its name, and how its clients are made. */
function service(client: string, scheme: string, rules: ClientDescription['rules'], aliases: Record<string, string> = {}): ClientDescription {
  return { client, languages: ['javascript'], scheme, method: '', rules, aliases };
}

/** Programs that the code starts: what they send, their own descriptions say. */
export const programs: ClientDescription = {
  languages: ['javascript'],
  aliases: { execa: 'Execa', 'execa.default': 'Execa', 'execa.execa': 'Execa', 'execa.execaSync': 'Execa', 'execa.execaCommand': 'child_process.exec', 'shelljs.exec': 'child_process.exec', 'cross-spawn': 'Execa' },
  rules: [
    { call: 'child_process.{exec,execSync}', runs: 'line' },
    { call: 'child_process.{execFile,execFileSync,spawn,spawnSync}', runs: 'words' },
    { call: 'Execa', runs: 'words' },
  ],
};

/** Mail, databases and brokers. */
export const services: readonly ClientDescription[] = [
  service('nodemailer', 'smtp', [{ call: 'nodemailer.createTransport', args: ['url', null], options: HOST, sends: true }]),
  service('postgres', 'postgres', [
    { call: 'pg.{Client,Pool}', args: ['url'], options: HOST, sends: true },
    { call: 'postgres', args: ['url', 'options'], options: HOST, sends: true, onlyIf: ([first]) => first !== undefined },
  ]),
  service('mysql', 'mysql', [{ call: 'mysql.{createConnection,createPool}', args: ['url'], options: HOST, sends: true }], { mysql2: 'mysql', 'mysql2.promise': 'mysql' }),
  service('mongodb', 'mongodb', [
    { call: 'MongoClient', args: ['url'], sends: true },
    { call: 'MongoClient.connect', args: ['url'], sends: true },
    { call: 'mongoose.{connect,createConnection}', args: ['url'], sends: true },
  ], { 'mongodb.MongoClient': 'MongoClient' }),
  service('redis', 'redis', [
    { call: 'redis.createClient', args: ['url', 'options'], options: { ...HOST, socket: HOST }, sends: true },
    { call: 'ioredis', args: ['port', 'host'], options: HOST, sets: { host: 'localhost' }, sends: true, onlyIf: ([first]) => first?.kind !== 'text' && first?.kind !== 'unknown' },
    { call: 'ioredis', args: ['url', 'options'], options: HOST, sends: true },
  ], { 'ioredis.Redis': 'ioredis', 'ioredis.default': 'ioredis' }),
  service('amqplib', 'amqp', [{ call: 'amqplib.connect', args: ['url'], options: HOST, sends: true }], { 'amqplib.callback_api': 'amqplib' }),
  service('mqtt', 'mqtt', [{ call: 'mqtt.{connect,connectAsync}', args: ['url', 'options'], options: HOST, sends: true }]),
];
