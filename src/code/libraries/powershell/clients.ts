import type { ClientDescription, OptionTable } from '../description';

const OPTIONS: OptionTable = {
  uri: 'url', method: 'method', custommethod: 'method', headers: 'headers', body: 'data', form: 'multipart', infile: 'body', contenttype: 'contentType', useragent: 'userAgent', timeoutsec: 'timeoutS',
  connectiontimeoutseconds: 'timeoutS', maximumredirection: 'redirects', maximumretrycount: 'retries', proxy: 'proxy', skipcertificatecheck: 'insecure', credential: 'request', websession: 'request',
  token: 'bearer', httpversion: 'httpVersion',
};

/** Invoke-WebRequest and Invoke-RestMethod. */
const invoke: ClientDescription = {
  client: 'powershell',
  languages: ['powershell'],
  scheme: 'http',
  bodies: { object: 'form', text: 'application/x-www-form-urlencoded', form: 'application/x-www-form-urlencoded' },
  dataInQuery: true,
  properties: { 'Cookie.Name': 'cookieName', 'Cookie.Value': 'cookieValue', 'WebRequestSession.UserAgent': 'userAgent', 'WebRequestSession.Headers[]': 'header', 'WebRequestSession.Headers': 'headers' },
  rules: [
    { call: '{Invoke-WebRequest,Invoke-RestMethod,invoke-webrequest,invoke-restmethod,iwr,irm,Invoke-Webrequest,Invoke-Restmethod}', args: ['url'], options: OPTIONS, sends: true },
    { call: 'WebRequestSession', makes: 'WebRequestSession', sets: { agent: true } },
    { call: 'WebRequestSession.Cookies.Add', args: ['request'], tells: 'receiver' },
    { call: 'WebRequestSession.Headers.Add', args: ['header.name', 'header.value'], tells: 'receiver' },
    { call: 'Cookie', args: ['cookieName', 'cookieValue'], makes: 'Cookie' },
    { call: 'PSCredential', args: ['user', 'password'], makes: 'PSCredential' },
    { call: 'WebClient', makes: 'WebClient', anchors: false },
    { call: 'WebClient.{DownloadString,DownloadFile,DownloadData,DownloadStringTaskAsync,DownloadFileTaskAsync,DownloadFileAsync,OpenRead}', args: ['url'], sends: true },
    { call: 'WebClient.{UploadFile,UploadData,UploadValues}', args: ['url'], sets: { method: 'POST' }, sends: true },
    { call: '{WebRequest,HttpWebRequest}.{Create,CreateHttp}', args: ['url'], makes: 'WebRequest' },
    { call: 'HttpClient', makes: 'HttpClient', anchors: false },
    { call: 'HttpClient.{GetAsync,GetStringAsync,GetByteArrayAsync,GetStreamAsync,DeleteAsync}', args: ['url'], sets: { method: 'name' }, sends: true },
    { call: 'HttpClient.{PostAsync,PutAsync}', args: ['url', 'body'], sets: { method: 'name' }, sends: true },
    { call: 'WebClient.UploadString', args: ['url', 'body'], byCount: { 3: ['url', 'method', 'body'] }, sets: { method: 'POST' }, sends: true },
    { call: 'Start-BitsTransfer', options: { source: 'url' }, args: ['url'], sends: true },
  ],
};

/** Names and connections. */
const services: readonly ClientDescription[] = [
  { client: 'powershell-dns', languages: ['powershell'], scheme: 'dns', method: '', rules: [{ call: 'Resolve-DnsName', args: ['url'], options: { name: 'url' }, sends: true }] },
  { client: 'ping', languages: ['powershell'], scheme: 'icmp', method: '', rules: [{ call: '{Test-Connection,ping}', args: ['host'], options: { computername: 'host', targetname: 'host' }, sends: true }] },
  { client: 'powershell-dns', languages: ['powershell'], scheme: 'dns', method: '', rules: [{ call: 'Dns.{GetHostAddresses,GetHostEntry,GetHostByName,Resolve}', args: ['url'], sends: true }] },
  { client: 'powershell-tcp', languages: ['powershell'], scheme: 'tcp', method: '', rules: [{ call: 'TcpClient', args: ['host', 'port'], makes: 'TcpClient', sends: true, onlyIf: ({ length }) => length === 2 }, { call: 'TcpClient', makes: 'TcpClient', anchors: false }, { call: 'TcpClient.{Connect,ConnectAsync,BeginConnect}', args: ['host', 'port'], sends: true }] },
  { client: 'powershell-tcp', languages: ['powershell'], scheme: 'tcp', method: '', rules: [{ call: 'Test-NetConnection', args: ['host'], options: { computername: 'host', port: 'port' }, sends: true }] },
];

/** The commands of PowerShell that send requests. */
export const POWERSHELL_CLIENTS: readonly ClientDescription[] = [invoke, ...services];
