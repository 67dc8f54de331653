import type { HeaderField, RequestBody } from '../../model/request';
import type { BodyEncoding, ClientDescription } from '../libraries/description';
import type { Role } from '../libraries/roles';
import { joinParts } from '../folding/operators';
import { queryParts, queryPartsOf } from '../folding/queryParts';
import { SPACED_JSON, toJsonText } from '../folding/toJsonText';
import { knownText, textOf, toParts, type Part, type Setting, type Value } from '../folding/value';
import { Settings } from './assemble';

const FORM = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data';
const BODY_ROLES: readonly Role[] = ['body', 'data', 'json', 'form', 'multipart', 'formPair', 'part'];
/** Contents that hold contents that hold … beyond this are not looked into. */
const MAX_NESTING = 8;

interface Content {
  readonly parts?: readonly Part[] | undefined;
  readonly mediaType?: string | undefined;
}

/** The content of the request: its text where the code gives it in full, and the media type that is sent with it. */
export function assembleBody(settings: Settings, headers: readonly HeaderField[], description: ClientDescription): RequestBody | undefined {
  const content = contentOf(settings, description.bodies ?? {}, 0);
  if (!content) return undefined;
  const given = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value;
  const mediaType = given ?? content.mediaType;
  const text = content.parts && knownText(content.parts);
  return {
    ...(text === undefined ? {} : { text, lengthBytes: new TextEncoder().encode(text).length }),
    ...(mediaType === undefined ? {} : { mediaType }),
  };
}

function contentOf(settings: Settings, encoding: BodyEncoding, nesting: number): Content | undefined {
  // `json: true` only says how the content is encoded.
  const last = new Settings(settings.all.filter(({ role, value }) => !(role === 'json' && value.kind === 'primitive' && typeof value.value === 'boolean'))).last(...BODY_ROLES);
  if (!last || nesting > MAX_NESTING) return undefined;
  const content = encoded(last, settings, encoding, nesting);
  const named = settings.last('bodyType');
  const mediaType = named && textOf(named.value);
  return content && mediaType !== undefined ? { ...content, mediaType } : content;
}

function encoded({ role, value }: Setting, settings: Settings, encoding: BodyEncoding, nesting: number): Content | undefined {
  if (value.kind === 'draft') return contentOf(new Settings(value.settings), encoding, nesting + 1) ?? (nesting === 0 || value.settings.length === 0 ? emptyDraft(value.type) : undefined);
  switch (role) {
    case 'multipart':
    case 'part':
      return { mediaType: MULTIPART };
    case 'form':
      return { parts: value.kind === 'text' ? value.parts : queryParts(value), mediaType: encoding.form ?? FORM };
    case 'formPair': {
      const pairs = settings.of('formPair').flatMap(({ name, value: each }): (readonly [string, Value])[] => {
        const key = name && textOf(name);
        return key === undefined ? [] : [[key, each]];
      });
      return { parts: queryPartsOf(pairs), mediaType: encoding.form ?? FORM };
    }
    case 'json':
      return jsonContent(value, encoding);
    default:
      return rawContent(role, value, encoding);
  }
}

function rawContent(role: Role, value: Value, encoding: BodyEncoding): Content {
  switch (value.kind) {
    case 'query':
      return { parts: value.parts, mediaType: `${FORM}${encoding.text?.endsWith('charset=UTF-8') ? ';charset=UTF-8' : ''}` };
    case 'object':
    case 'array':
      if (role !== 'data' && encoding.object === undefined) return {};
      if (encoding.object === 'json') return jsonContent(value, encoding);
      return encoding.object === 'multipart' ? { mediaType: MULTIPART } : { parts: queryParts(value), mediaType: encoding.form ?? FORM };
    case 'text':
    case 'url':
    case 'json':
    case 'primitive':
      return { parts: toParts(value), mediaType: encoding.text };
    default:
      return {};
  }
}

function jsonContent(value: Value, { json = 'application/json', jsonStyle }: BodyEncoding): Content {
  const style = jsonStyle === 'spaced' ? SPACED_JSON : undefined;
  const text = value.kind === 'unknown' ? undefined : toJsonText(value, style);
  return { parts: text === undefined ? undefined : joinParts([text]), mediaType: json === '' ? undefined : json };
}

/** A form that is made and filled out of sight. */
function emptyDraft(type: string): Content {
  return /form|multipart/i.test(type) ? { mediaType: MULTIPART } : {};
}
