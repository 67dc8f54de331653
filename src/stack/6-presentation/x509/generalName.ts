import ipaddr from 'ipaddr.js';
import { visibleLine } from '../../../model/visibleLine';
import { octetsToString } from '../../octetText';
import type { DerElement } from './derReader';
import { derContent } from './derReader';

/** One name of a certificate's subject alternative name extension (RFC 5280 §4.2.1.6). */
export interface GeneralName {
  readonly kind: 'dns' | 'ip' | 'email' | 'uri' | 'other';
  /** The octets as Latin-1, unchanged: for comparison. */
  readonly raw: string;
  /** For display. */
  readonly text: string;
}

/** Identifier octets of the forms that are read. */
export const GENERAL_NAME_TAGS = { email: 0x81, dns: 0x82, uri: 0x86, ip: 0x87 } as const;

export function readGeneralName(der: Uint8Array, element: DerElement): GeneralName {
  const content = derContent(der, element);
  const raw = octetsToString(content.subarray(0, 4096));
  const text = visibleLine(raw, 300);
  switch (element.tag) {
    case GENERAL_NAME_TAGS.email: return { kind: 'email', raw, text };
    case GENERAL_NAME_TAGS.dns: return { kind: 'dns', raw, text };
    case GENERAL_NAME_TAGS.uri: return { kind: 'uri', raw, text };
    case GENERAL_NAME_TAGS.ip: {
      const isAddress = content.length === 4 || content.length === 16;
      const address = isAddress ? ipaddr.fromByteArray([...content]).toString() : `malformed: ${content.length} octets`;
      return { kind: 'ip', raw: address, text: address };
    }
    default: return { kind: 'other', raw, text: `a name of another form (tag 0x${element.tag.toString(16)}, ${content.length} octets)` };
  }
}
