import type { ClientDescription } from '../description';

/** superagent, whose requests are built by a chain of calls. */
export const superagent: ClientDescription = {
  client: 'superagent',
  languages: ['javascript'],
  bodies: { object: 'json', text: 'application/x-www-form-urlencoded' },
  rules: [
    { call: 'superagent', args: ['method', 'url'], byCount: { 1: ['url'] }, makes: 'SuperAgentRequest' },
    { call: 'superagent.{get,head,options}', args: ['url', 'query'], sets: { method: 'name' }, makes: 'SuperAgentRequest' },
    { call: 'superagent.{post,put,patch,delete,del}', args: ['url', 'data'], sets: { method: 'name' }, makes: 'SuperAgentRequest' },
    { call: 'superagent.agent', makes: 'superagent' },
    { call: 'SuperAgentRequest.set', args: ['header.name', 'header.value'], byCount: { 1: ['headers'] } },
    { call: 'SuperAgentRequest.query', args: ['query'] },
    { call: 'SuperAgentRequest.send', args: ['data'] },
    { call: 'SuperAgentRequest.auth', args: ['user', 'password'] },
    { call: 'SuperAgentRequest.type', args: ['contentType'] },
    { call: 'SuperAgentRequest.accept', args: ['accept'] },
    { call: 'SuperAgentRequest.timeout', args: ['timeoutMs'], options: { response: 'timeoutMs', deadline: 'timeoutMs' } },
    { call: 'SuperAgentRequest.retry', args: ['retries'] },
    { call: 'SuperAgentRequest.redirects', args: ['redirects'] },
    { call: 'SuperAgentRequest.{field,attach}', args: ['part.name', 'part.value'] },
    { call: 'SuperAgentRequest.disableTLSCerts', sets: { verify: false } },
    { call: 'SuperAgentRequest.agent', args: ['agent'] },
    { call: 'SuperAgentRequest.withCredentials', sets: { withCredentials: true } },
  ],
};
