import { visibleLine } from '../../../model/visibleLine';
import { DecodeError } from '../../../model/wirewalkError';
import { octetsToString } from '../../octetText';
import type { DerCursor, DerElement } from './derReader';
import { DER_TAGS, derChildren, derContent, objectIdentifier, readDer } from './derReader';
import type { GeneralName } from './generalName';
import { GENERAL_NAME_TAGS, readGeneralName } from './generalName';

/** What the extensions of a certificate say that clients and people look at (RFC 5280 §4.2). */
export interface CertificateExtensions {
  /** Subject alternative names (RFC 5280 §4.2.1.6). */
  readonly names: readonly GeneralName[];
  readonly isAuthority: boolean;
  /** Where the issuer's certificate can be fetched (RFC 5280 §4.2.2.1). Shown, never contacted. */
  readonly issuerUrls: readonly string[];
}

const EXTENSIONS = 0xa3;
const OID_SUBJECT_ALT_NAME = '2.5.29.17';
const OID_BASIC_CONSTRAINTS = '2.5.29.19';
const OID_AUTHORITY_INFORMATION = '1.3.6.1.5.5.7.1.1';
const OID_CA_ISSUERS = '1.3.6.1.5.5.7.48.2';

/**
 * Reads the extensions in what is left of a certificate's body. A malformed one is added to `problems`; throws `DecodeError` where
 * the list itself is broken.
 */
export function readCertificateExtensions(der: Uint8Array, body: DerCursor, problems: string[]): CertificateExtensions {
  const names: GeneralName[] = [];
  const issuerUrls: string[] = [];
  let isAuthority = false;
  for (const extension of listed(der, body)) {
    const parts = derChildren(der, extension);
    const [identifier] = parts;
    const value = parts.at(-1);
    if (!identifier || value?.tag !== DER_TAGS.octetString) continue;
    const oid = objectIdentifier(derContent(der, identifier));
    try {
      if (oid === OID_SUBJECT_ALT_NAME) {
        for (const name of insideOf(der, value)) names.push(readGeneralName(der, name));
      } else if (oid === OID_BASIC_CONSTRAINTS) {
        const [first] = insideOf(der, value);
        isAuthority = first?.tag === DER_TAGS.boolean && der[first.contentStart] !== 0;
      } else if (oid === OID_AUTHORITY_INFORMATION) {
        issuerUrls.push(...issuerLocations(der, insideOf(der, value)));
      }
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      problems.push(`Its extension ${oid} is malformed: ${error.message}`);
    }
  }
  return { names, isAuthority, issuerUrls };
}

function listed(der: Uint8Array, body: DerCursor): readonly DerElement[] {
  while (body.nextTag !== undefined) {
    const element = body.next();
    if (element.tag === EXTENSIONS) return insideOf(der, element);
  }
  return [];
}

/** The elements of the sequence that is the element's content. */
function insideOf(der: Uint8Array, wrapper: DerElement): readonly DerElement[] {
  return derChildren(der, readDer(der, wrapper.contentStart, wrapper.end));
}

function issuerLocations(der: Uint8Array, accesses: readonly DerElement[]): readonly string[] {
  return accesses.flatMap((access) => {
    const [method, location] = derChildren(der, access);
    if (!method || location?.tag !== GENERAL_NAME_TAGS.uri || objectIdentifier(derContent(der, method)) !== OID_CA_ISSUERS) return [];
    return [visibleLine(octetsToString(derContent(der, location)), 200)];
  });
}
