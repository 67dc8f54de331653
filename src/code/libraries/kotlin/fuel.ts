import type { ClientDescription } from '../description';

const METHODS = ['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head'] as const;

/** Fuel. */
export const fuel: ClientDescription = {
  client: 'fuel',
  languages: ['kotlin'],
  rules: [
    { call: 'Fuel.{get,post,put,patch,delete,head}', args: ['url', 'query'], sets: { method: 'name' }, makes: 'FuelRequest' },
    ...METHODS.map((method) => ({ call: `text.http${method}`, args: ['query' as const], receiver: 'url' as const, sets: { method: method.toUpperCase() }, makes: 'FuelRequest', anchors: true })),
    { call: 'FuelRequest.header', args: ['header.name', 'header.value'], byCount: { 1: ['headers'] } },
    { call: 'FuelRequest.{set,appendHeader}', args: ['header.name', 'header.value'] },
    { call: 'FuelRequest.body', args: ['body'] },
    { call: 'FuelRequest.jsonBody', args: ['json'] },
    { call: 'FuelRequest.timeout', args: ['timeoutMs'] },
    { call: 'FuelRequest.{response,responseString,responseJson,awaitString}', sends: true, anchors: false },
  ],
};
