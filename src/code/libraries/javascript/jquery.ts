import type { ClientDescription, OptionTable } from '../description';

const OPTIONS: OptionTable = {
  url: 'url', method: 'method', type: 'method', headers: 'headers', data: 'data', contentType: 'contentType', timeout: 'timeoutMs', username: 'user', password: 'password',
  xhrFields: { withCredentials: 'withCredentials' },
};

/** jQuery's requests. */
export const jquery: ClientDescription = {
  client: 'jquery',
  languages: ['javascript'],
  aliases: { jQuery: '$', jquery: '$' },
  bodies: { object: 'form', text: 'application/x-www-form-urlencoded; charset=UTF-8', form: 'application/x-www-form-urlencoded; charset=UTF-8' },
  dataInQuery: true,
  rules: [
    { call: '$.ajax', args: ['url', 'options'], options: OPTIONS, sends: true },
    { call: '$.{get,getJSON}', args: ['url', 'query'], options: OPTIONS, sets: { method: 'GET' }, sends: true },
    { call: '$.getScript', args: ['url'], sends: true },
    { call: '$.post', args: ['url', 'data'], options: OPTIONS, sets: { method: 'POST' }, sends: true },
  ],
};
