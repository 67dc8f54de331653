/** A request for which others write code. */
export interface KnownRequest {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly mediaType?: string;
  readonly text?: string;
  readonly params?: readonly (readonly [name: string, value: string])[];
}

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

function json(name: string, method: string, url: string, value: unknown, headers: KnownRequest['headers'] = []): KnownRequest {
  return { name, method, url, headers: [['Content-Type', JSON_TYPE], ...headers], mediaType: JSON_TYPE, text: JSON.stringify(value) };
}

/** Requests that differ in method, address, fields and content. */
export const GENERATED_REQUESTS: readonly KnownRequest[] = [
  { name: 'get', method: 'GET', url: 'https://api.example.com/v1/users', headers: [] },
  { name: 'get query', method: 'GET', url: 'https://api.example.com/v1/search?q=a%20b&limit=10&flag=true', headers: [['Accept', JSON_TYPE]] },
  { name: 'get headers', method: 'GET', url: 'http://api.example.com:8080/x/y.json', headers: [['Accept', 'text/html'], ['X-Token', 'abc-123'], ['User-Agent', 'agent/1.0']] },
  json('json', 'POST', 'https://api.example.com/v1/items', { name: 'it', n: 1, l: [true, null], o: { a: 'b' } }, [['X-Key', 'abc']]),
  json('json quotes', 'POST', 'https://api.example.com/v1/items?x=1', { "it's": 'a "quoted" \\ value', u: 'é' }),
  json('put', 'PUT', 'https://api.example.com/v1/items/7', { a: 1 }, [['Authorization', 'Bearer t0ken']]),
  json('patch', 'PATCH', 'https://api.example.com/v1/items/7', [1, 2]),
  json('deep json', 'POST', 'https://api.example.com/graphql', { query: 'query { user(id: 1) { name } }', variables: { id: 1, tags: ['a', 'b'] } }, [['Accept', JSON_TYPE]]),
  { name: 'delete', method: 'DELETE', url: 'https://api.example.com/v1/items/7', headers: [['X-A', '1']] },
  { name: 'head', method: 'HEAD', url: 'https://api.example.com/v1/items', headers: [] },
  { name: 'options', method: 'OPTIONS', url: 'https://api.example.com/v1/items', headers: [['Origin', 'https://app.example.com'], ['Access-Control-Request-Method', 'POST']] },
  { name: 'form', method: 'POST', url: 'https://api.example.com/form', headers: [['Content-Type', FORM_TYPE]], mediaType: FORM_TYPE, params: [['a', '1'], ['b', 'two words'], ['c', 'x&y=z']] },
  { name: 'text', method: 'POST', url: 'https://api.example.com/text', headers: [['Content-Type', 'text/plain']], mediaType: 'text/plain', text: 'hello world' },
  { name: 'xml', method: 'POST', url: 'https://api.example.com/xml', headers: [['Content-Type', 'application/xml']], mediaType: 'application/xml', text: '<?xml version="1.0"?><a b="c">d</a>' },
  { name: 'cookies', method: 'GET', url: 'https://api.example.com/c', headers: [['Cookie', 'a=1; b=2']] },
  { name: 'port path', method: 'GET', url: 'http://127.0.0.1:3000/a/b/c?d=e', headers: [['X-Empty-Ish', '-']] },
  { name: 'custom', method: 'PURGE', url: 'https://cdn.example.com/a/b', headers: [] },
  { name: 'post empty', method: 'POST', url: 'https://api.example.com/touch', headers: [] },
  { name: 'encoded path', method: 'GET', url: 'https://api.example.com/a%20b/%E2%9C%93?x=%26', headers: [] },
  { name: 'repeated', method: 'GET', url: 'https://api.example.com/r?id=1&id=2', headers: [] },
];
