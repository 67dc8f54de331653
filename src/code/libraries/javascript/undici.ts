import type { ClientDescription, OptionTable } from '../description';

const OPTIONS: OptionTable = {
  method: 'method', path: 'url', headers: 'headers', body: 'body', query: 'query', headersTimeout: 'timeoutMs', bodyTimeout: 'timeoutMs', maxRedirections: 'redirects',
  dispatcher: 'agent', signal: 'signal', origin: 'root',
};
const CLIENT_OPTIONS: OptionTable = { headersTimeout: 'timeoutMs', connect: { rejectUnauthorized: 'verify' } };

/** undici's own calls; its fetch is fetch. */
export const undici: ClientDescription = {
  client: 'undici',
  languages: ['javascript'],
  rules: [
    { call: 'undici.{request,stream,pipeline}', args: ['url', 'options'], options: OPTIONS, sends: true },
    { call: 'undici.{Client,Pool}', args: ['root', 'options'], options: CLIENT_OPTIONS, makes: 'UndiciClient', anchors: false },
    { call: 'UndiciClient.{request,stream,pipeline}', args: ['options'], options: OPTIONS, sends: true, anchors: true },
  ],
};
