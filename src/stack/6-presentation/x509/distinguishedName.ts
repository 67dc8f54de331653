import { visibleLine } from '../../../model/visibleLine';
import { octetsToString } from '../../octetText';
import type { DerElement } from './derReader';
import { DerCursor, DER_TAGS, derChildren, derContent, objectIdentifier } from './derReader';
import { ATTRIBUTE_NAMES } from './objectNames';

/**
 * "CN=www.example,O=Example" (RFC 4514 §2): the last RDN first. Values are escaped for display, not for parsing back. Throws
 * `DecodeError`.
 */
export function distinguishedName(der: Uint8Array, name: DerElement): string {
  const parts = derChildren(der, name).slice(0, 64).map((set) =>
    derChildren(der, set).slice(0, 16).map((attribute) => attributeText(der, attribute)).join('+'));
  return parts.reverse().join(',');
}

function attributeText(der: Uint8Array, attribute: DerElement): string {
  const parts = new DerCursor(der, attribute);
  const oid = objectIdentifier(derContent(der, parts.next()));
  return `${ATTRIBUTE_NAMES[oid] ?? oid}=${valueText(der, parts.next())}`;
}

function valueText(der: Uint8Array, value: DerElement): string {
  const content = derContent(der, value).subarray(0, 4096);
  if (value.tag === DER_TAGS.utf8String) return visibleLine(new TextDecoder('utf-8').decode(content), 300);
  return visibleLine(value.tag === DER_TAGS.bmpString ? bmpText(content) : octetsToString(content), 300);
}

/** Two octets a character, most significant first (X.690 §8.23.8). */
function bmpText(content: Uint8Array): string {
  let text = '';
  for (let index = 0; index + 1 < content.length; index += 2) text += String.fromCharCode((content[index] ?? 0) << 8 | (content[index + 1] ?? 0));
  return text;
}
