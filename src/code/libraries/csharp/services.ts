import type { ClientDescription } from '../description';

/** Mail, names, sockets and web sockets. */
export const services: readonly ClientDescription[] = [
  { client: 'dotnet-smtp', languages: ['csharp'], scheme: 'smtp', method: '', rules: [{ call: 'SmtpClient', args: ['host', 'port'], sends: true, onlyIf: ({ length }) => length > 0 }] },
  { client: 'dotnet-dns', languages: ['csharp'], scheme: 'dns', method: '', rules: [{ call: 'Dns.{GetHostAddresses,GetHostAddressesAsync,GetHostEntry,GetHostEntryAsync}', args: ['url'], sends: true }] },
  { client: 'dotnet-tcp', languages: ['csharp'], scheme: 'tcp', method: '', rules: [{ call: 'TcpClient', args: ['host', 'port'], sends: true, makes: 'TcpClient', onlyIf: ({ length }) => length === 2 }, { call: 'TcpClient.{Connect,ConnectAsync}', args: ['host', 'port'], sends: true }] },
  { client: 'dotnet-websocket', languages: ['csharp'], rules: [{ call: 'ClientWebSocket', makes: 'ClientWebSocket', anchors: false }, { call: 'ClientWebSocket.ConnectAsync', args: ['url'], sends: true }] },
  { client: 'redis', languages: ['csharp'], scheme: 'redis', method: '', rules: [{ call: 'ConnectionMultiplexer.{Connect,ConnectAsync}', args: ['address'], sends: true }] },
  { client: 'mongodb', languages: ['csharp'], scheme: 'mongodb', method: '', rules: [{ call: 'MongoClient', args: ['url'], sends: true }] },
];
