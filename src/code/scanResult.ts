import type { Finding, FoundRequest } from '../model/request';
import type { GrammarError } from './grammarLoader';

/** What a scan of one text found. */
export interface ScanResult {
  /** In order of their place in the text. */
  readonly requests: readonly FoundRequest[];
  /** What kept the scan from seeing everything; empty where nothing did. */
  readonly limits: readonly Finding[];
}

/** The reasons for which a scan sees less than everything. */
export const limitFindings = {
  tooLarge: (characters: number, most: number): Finding => ({
    id: 'scan.too-large',
    severity: 'warning',
    message: `The text is too large to look for requests in: ${characters} characters, at most ${most}.`,
  }),
  urlsOnly: (characters: number, most: number): Finding => ({
    id: 'scan.urls-only',
    severity: 'warning',
    message: `The text has ${characters} characters; above ${most} it is searched for URLs only, not for calls.`,
  }),
  tooComplex: (): Finding => ({
    id: 'scan.too-complex',
    severity: 'warning',
    message: 'Parsing the text takes too long; it was searched for URLs only, not for calls.',
  }),
  tooComplexInside: (): Finding => ({
    id: 'scan.too-complex',
    severity: 'warning',
    message: 'The text is nested so deep that not all of its calls were read.',
  }),
  noGrammar: (error: GrammarError): Finding => ({
    id: 'scan.no-grammar',
    severity: 'warning',
    message: `${error.message} The text was searched for URLs only, not for calls.`,
  }),
  tooMany: (most: number): Finding => ({
    id: 'scan.too-many',
    severity: 'warning',
    message: `The text holds more than ${most} requests and URLs; the rest is left out.`,
  }),
  cancelled: (): Finding => ({ id: 'scan.cancelled', severity: 'information', message: 'The scan was cancelled before its end.' }),
};
