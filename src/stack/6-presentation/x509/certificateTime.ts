import { visibleOctets } from '../../octetText';
import type { DerElement } from './derReader';
import { DER_TAGS, derContent } from './derReader';

/** One end of a certificate's validity. */
export interface CertificateTime {
  /** Milliseconds since 1970; undefined where it is malformed. */
  readonly epochMs?: number;
  /** ISO 8601, or what stands there instead. */
  readonly text: string;
  readonly problem?: string;
}

/**
 * UTCTime YYMMDDHHMMSSZ or GeneralizedTime YYYYMMDDHHMMSSZ, in exactly the forms that RFC 5280 §4.1.2.5 allows: seconds
 * present, Z, no fraction, and a day that the calendar has. Two-digit years from 50 on are 19YY.
 */
export function certificateTime(der: Uint8Array, element: DerElement): CertificateTime {
  const content = visibleOctets(derContent(der, element), 40);
  const parsed = element.tag === DER_TAGS.utcTime ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(content)
    : element.tag === DER_TAGS.generalizedTime ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(content) : null;
  const malformed = { text: `malformed: "${content}"`, problem: `A date is malformed: "${content}" is not the form of RFC 5280 §4.1.2.5.` };
  if (!parsed) return malformed;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parsed.slice(1).map(Number);
  const fullYear = element.tag === DER_TAGS.utcTime ? year + (year >= 50 ? 1900 : 2000) : year;
  const date = new Date(0);
  date.setUTCFullYear(fullYear, month - 1, day);
  date.setUTCHours(hour, minute, second);
  // A day or month that does not exist would roll over into another.
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour && date.getUTCMinutes() === minute && second < 60;
  if (!exists) return malformed;
  return { epochMs: date.getTime(), text: date.toISOString().replace('.000Z', 'Z') };
}
