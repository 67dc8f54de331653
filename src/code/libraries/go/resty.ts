import type { ClientDescription } from '../description';

/** resty, whose requests are built by a chain of calls. */
export const resty: ClientDescription = {
  client: 'resty',
  languages: ['go'],
  bodies: { object: 'json' },
  aliases: { 'github.com.go-resty.resty.v2': 'resty', 'github.com.go-resty.resty.v3': 'resty', 'resty.Client': 'RestyClient' },
  rules: [
    { call: '{resty.New,resty.NewWithClient}', makes: 'RestyClient', sets: { agent: true } },
    { call: 'RestyClient.{SetBaseURL,SetHostURL}', args: ['base'], tells: 'receiver' },
    { call: 'RestyClient.SetTimeout', args: ['timeoutMs'], tells: 'receiver' },
    { call: 'RestyClient.SetRetryCount', args: ['retries'], tells: 'receiver' },
    { call: 'RestyClient.SetProxy', args: ['proxy'], tells: 'receiver' },
    { call: '{RestyClient,RestyRequest}.SetHeader', args: ['header.name', 'header.value'] },
    { call: '{RestyClient,RestyRequest}.SetHeaders', args: ['headers'] },
    { call: '{RestyClient,RestyRequest}.SetAuthToken', args: ['bearer'] },
    { call: '{RestyClient,RestyRequest}.SetBasicAuth', args: ['user', 'password'] },
    { call: 'RestyClient.{R,NewRequest}', makes: 'RestyRequest' },
    { call: 'RestyRequest.SetQueryParam', args: ['queryPair.name', 'queryPair.value'] },
    { call: 'RestyRequest.SetQueryParams', args: ['query'] },
    { call: 'RestyRequest.SetBody', args: ['data'] },
    { call: 'RestyRequest.SetFormData', args: ['form'] },
    { call: 'RestyRequest.{SetFile,SetFileReader}', args: ['part.name', 'part.value'] },
    { call: 'RestyRequest.{SetResult,SetError,SetContext,SetPathParams}' },
    { call: 'RestyRequest.{Get,Post,Put,Patch,Delete,Head,Options}', args: ['url'], sets: { method: 'name' }, sends: true },
    { call: 'RestyRequest.Execute', args: ['method', 'url'], sends: true },
  ],
};
