import type { KnownRequest } from './generatedRequests';

/** A program that writes code for a request. */
export interface Generator {
  readonly name: string;
  readonly languageId: string;
  /** Undefined where it does not write such a request. */
  write(request: KnownRequest): string | undefined;
}

type Convert = (command: string) => string;
interface Snippet {
  convert(target: string, client: string): string | readonly string[] | false;
}
type SnippetClass = new (har: unknown) => Snippet;

/** What curlconverter writes, by the names of its functions. */
const CURLCONVERTER: Readonly<Record<string, readonly string[]>> = {
  javascript: ['JavaScript', 'Node', 'NodeAxios', 'NodeGot', 'NodeHttp', 'NodeKy', 'NodeSuperAgent', 'NodeRequest', 'JavaScriptJquery', 'JavaScriptXHR'],
  python: ['Python', 'PythonHttp'], go: ['Go'], java: ['Java', 'JavaHttpUrlConnection', 'JavaOkHttp', 'JavaJsoup'], csharp: ['CSharp'], rust: ['Rust'], php: ['Php', 'PhpGuzzle', 'PhpRequests'],
  ruby: ['Ruby', 'RubyHttparty'], c: ['C'], shellscript: ['Httpie', 'Wget'], powershell: ['PowershellRestMethod', 'PowershellWebRequest'], http: ['HTTP'],
};
/** What httpsnippet writes: targets and their clients. */
const HTTPSNIPPET: Readonly<Record<string, readonly (readonly [target: string, client: string])[]>> = {
  javascript: [['javascript', 'xhr'], ['javascript', 'axios'], ['javascript', 'fetch'], ['javascript', 'jquery'], ['node', 'native'], ['node', 'request'], ['node', 'unirest'], ['node', 'axios'], ['node', 'fetch']],
  python: [['python', 'python3'], ['python', 'requests']], go: [['go', 'native']], java: [['java', 'asynchttp'], ['java', 'nethttp'], ['java', 'okhttp'], ['java', 'unirest']],
  kotlin: [['kotlin', 'okhttp']],
  csharp: [['csharp', 'httpclient'], ['csharp', 'restsharp']], rust: [['rust', 'reqwest']], php: [['php', 'curl'], ['php', 'guzzle'], ['php', 'http1'], ['php', 'http2']],
  ruby: [['ruby', 'native'], ['ruby', 'faraday']], c: [['c', 'libcurl']], shellscript: [['shell', 'curl'], ['shell', 'httpie'], ['shell', 'wget']],
  powershell: [['powershell', 'webrequest'], ['powershell', 'restmethod']], http: [['http', 'http1.1']],
};

/** Both packages' generators; undefined where they are not installed. `GENERATORS` names another folder that has them. */
export async function loadGenerators(): Promise<readonly Generator[] | undefined> {
  const folder = process.env['GENERATORS'];
  const curlconverter = (await load(folder === undefined ? 'curlconverter' : `${folder}/curlconverter/dist/src/index.js`)) as Readonly<Record<string, Convert>> | undefined;
  const httpsnippet = (await load(folder === undefined ? 'httpsnippet' : `${folder}/httpsnippet/dist/index.js`)) as { HTTPSnippet?: SnippetClass; default?: { HTTPSnippet: SnippetClass } } | undefined;
  const snippet = httpsnippet?.HTTPSnippet ?? httpsnippet?.default?.HTTPSnippet;
  if (!curlconverter || !snippet) return undefined;
  return [
    ...Object.entries(CURLCONVERTER).flatMap(([languageId, names]) => names.map((name) => ({
      name: `cc.${name}`, languageId, write: (request: KnownRequest) => orUndefined(() => curlconverter[`to${name}`]?.(curlCommand(request))),
    }))),
    ...Object.entries(HTTPSNIPPET).flatMap(([languageId, pairs]) => pairs.map(([target, client]) => ({
      name: `hs.${target}.${client}`,
      languageId,
      write: (request: KnownRequest) => orUndefined(() => {
        const written = new snippet(har(request)).convert(target, client);
        return typeof written === 'string' ? written : written === false ? undefined : written[0];
      }),
    }))),
  ];
}

async function load(name: string): Promise<unknown> {
  try {
    return await import(name);
  } catch {
    return undefined;
  }
}

function orUndefined(write: () => string | undefined): string | undefined {
  try {
    return write();
  } catch {
    return undefined;
  }
}

function content({ text, params }: KnownRequest): string | undefined {
  return text ?? (params && new URLSearchParams(params.map(([name, value]): [string, string] => [name, value])).toString());
}

function curlCommand(request: KnownRequest): string {
  const { method, url, headers } = request;
  const data = content(request);
  const quote = (word: string): string => `'${word.replace(/'/g, '\'\\\'\'')}'`;
  const implied = method === 'GET' || (method === 'POST' && data !== undefined);
  return [
    'curl', ...(method === 'HEAD' ? ['-I'] : implied ? [] : ['-X', method]), quote(url), ...headers.flatMap(([name, value]) => ['-H', quote(`${name}: ${value}`)]),
    ...(data === undefined ? [] : ['--data-raw', quote(data)]),
  ].join(' ');
}

/** The request as HAR 1.2 has it. */
function har({ method, url, headers, mediaType, text, params }: KnownRequest): unknown {
  const pair = ([name, value]: readonly [string, string]): unknown => ({ name, value });
  const cookies = headers.find(([name]) => name === 'Cookie')?.[1].split('; ') ?? [];
  return {
    method,
    url,
    headers: headers.filter(([name]) => name !== 'Cookie').map(pair),
    cookies: cookies.map((each) => pair([each.split('=')[0] ?? '', each.split('=')[1] ?? ''])),
    queryString: [],
    httpVersion: 'HTTP/1.1',
    headersSize: 0,
    bodySize: 0,
    ...(mediaType === undefined ? {} : { postData: params ? { mimeType: mediaType, params: params.map(pair) } : { mimeType: mediaType, text } }),
  };
}
