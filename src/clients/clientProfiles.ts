import type { ClientProfile } from '../model/clientProfile';
import { InputError } from '../model/wirewalkError';
import { CHROMIUM_156 } from './chromium156';
import { CURL_7_88 } from './curl788';
import { DOTNET_HTTPCLIENT } from './dotnetHttpClient';
import { GO_NET_HTTP } from './goNetHttp';
import { JAVA_HTTPCLIENT } from './javaHttpClient';
import { NODE_20_FETCH } from './node20Fetch';
import { NODE_20_HTTPS } from './node20Https';
import { NODE_22_FETCH } from './node22Fetch';
import { NODE_22_HTTPS } from './node22Https';
import { NODE_24_FETCH } from './node24Fetch';
import { NODE_24_HTTPS } from './node24Https';
import { PHP_CURL } from './phpCurl';
import { PYTHON_AIOHTTP } from './pythonAiohttp';
import { PYTHON_HTTPX } from './pythonHttpx';
import { PYTHON_REQUESTS } from './pythonRequests';
import { PYTHON_URLLIB } from './pythonUrllib';
import { RUBY_NET_HTTP } from './rubyNetHttp';
import { RUST_REQWEST } from './rustReqwest';

/** Every client that is known, in the order in which they are listed to a person. */
export const CLIENT_PROFILES: readonly ClientProfile[] = [
  CURL_7_88,
  NODE_20_FETCH,
  NODE_20_HTTPS,
  NODE_22_FETCH,
  NODE_22_HTTPS,
  NODE_24_FETCH,
  NODE_24_HTTPS,
  CHROMIUM_156,
  PYTHON_REQUESTS,
  PYTHON_HTTPX,
  PYTHON_AIOHTTP,
  PYTHON_URLLIB,
  GO_NET_HTTP,
  JAVA_HTTPCLIENT,
  RUBY_NET_HTTP,
  PHP_CURL,
  RUST_REQWEST,
  DOTNET_HTTPCLIENT,
];

const SHOWN_CHARACTERS = 40;
const profilesById = new Map(CLIENT_PROFILES.map((profile) => [profile.id, profile]));

/** The client with that id. Throws `InputError` that names the nearest id and lists all. */
export function clientProfile(id: string): ClientProfile {
  const found = profilesById.get(id);
  if (found) return found;
  const shown = id.length > SHOWN_CHARACTERS ? `${id.slice(0, SHOWN_CHARACTERS)}…` : id;
  const nearest = nearestId(shown.toLowerCase());
  const known = CLIENT_PROFILES.map((profile) => profile.id).join(', ');
  throw new InputError(`There is no client "${shown}".${nearest === undefined ? '' : ` The nearest is "${nearest}".`} Known: ${known}.`);
}

/** The id that holds the text or is but a few letters from it; undefined where none is near. */
function nearestId(text: string): string | undefined {
  const ids = CLIENT_PROFILES.map(({ id }) => id);
  const holding = text.length > 2 ? ids.find((id) => id.includes(text)) : undefined;
  if (holding !== undefined) return holding;
  const [first] = ids.map((id) => ({ id, distance: editDistance(text, id) })).sort((one, other) => one.distance - other.distance);
  return first && first.distance <= first.id.length / 2 ? first.id : undefined;
}

/** Letters to insert, delete or replace to make one text of the other (Levenshtein's distance). */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let at = 0; at < one.length; at++) {
    const next = [at + 1];
    for (let to = 0; to < other.length; to++) {
      const replaced = (row[to] ?? 0) + (one[at] === other[to] ? 0 : 1);
      next.push(Math.min(replaced, (row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
