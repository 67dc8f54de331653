import type { ClientDescription } from '../description';

/** Mail, names, sockets and web sockets. */
export const services: readonly ClientDescription[] = [
  { client: 'dotnet-smtp', languages: ['csharp'], scheme: 'smtp', method: '', rules: [{ call: 'SmtpClient', args: ['host', 'port'], sends: true, onlyIf: ({ length }) => length > 0 }] },
  { client: 'dotnet-dns', languages: ['csharp'], scheme: 'dns', method: '', rules: [{ call: 'Dns.{GetHostAddresses,GetHostAddressesAsync,GetHostEntry,GetHostEntryAsync}', args: ['url'], sends: true }] },
  { client: 'dotnet-tcp', languages: ['csharp'], scheme: 'tcp', method: '', rules: [{ call: 'TcpClient', args: ['host', 'port'], sends: true, makes: 'TcpClient', onlyIf: ({ length }) => length === 2 }, { call: 'TcpClient', makes: 'TcpClient', anchors: false }, { call: 'TcpClient.{Connect,ConnectAsync,BeginConnect}', args: ['host', 'port'], sends: true }] },
  { client: 'dotnet-websocket', languages: ['csharp'], rules: [{ call: 'ClientWebSocket', makes: 'ClientWebSocket', anchors: false }, { call: 'ClientWebSocket.ConnectAsync', args: ['url'], sends: true }] },
  { client: 'redis', languages: ['csharp'], scheme: 'redis', method: '', rules: [{ call: 'ConnectionMultiplexer.{Connect,ConnectAsync}', args: ['address'], sends: true }] },
  { client: 'mongodb', languages: ['csharp'], scheme: 'mongodb', method: '', rules: [{ call: 'MongoClient', args: ['url'], sends: true }] },
  { client: 'dotnet-udp', languages: ['csharp'], scheme: 'udp', method: '', rules: [{ call: 'UdpClient', makes: 'UdpClient', anchors: false }, { call: 'UdpClient.{Send,SendAsync}', args: [null, null, 'host', 'port'], byCount: { 3: [null, null, 'address'] }, sends: true }] },
  { client: 'ping', languages: ['csharp'], scheme: 'icmp', method: '', rules: [{ call: 'Ping', makes: 'Ping', anchors: false }, { call: 'Ping.{Send,SendAsync,SendPingAsync}', args: ['host'], sends: true }] },
  {
    client: 'unity-webrequest', languages: ['csharp'],
    rules: [
      { call: 'UnityWebRequest.{Get,Head,Delete}', args: ['url'], sets: { method: 'name' }, makes: 'UnityWebRequest' },
      { call: 'UnityWebRequest.{Post,Put}', args: ['url', 'data'], sets: { method: 'name' }, makes: 'UnityWebRequest' },
      { call: '{UnityWebRequestTexture.GetTexture,UnityWebRequestAssetBundle.GetAssetBundle,UnityWebRequestMultimedia.GetAudioClip}', args: ['url'], makes: 'UnityWebRequest' },
      { call: 'UnityWebRequest', args: ['url', 'method'], makes: 'UnityWebRequest', onlyIf: ({ length }) => length > 0 },
      { call: 'UnityWebRequest.SetRequestHeader', args: ['header.name', 'header.value'], tells: 'receiver' },
    ],
  },
];

/** Programs that the code starts: what they send, their own descriptions say. */
export const programs: ClientDescription = {
  languages: ['csharp'],
  rules: [{ call: '{Process.Start,ProcessStartInfo}', runs: 'words' }],
};
