import type { ConditionSwitch } from './conditionSwitch';
import { textSwitch } from './conditionSwitch';

/** The page that the response is, for a browser. */
export interface PageConditions {
  /** `css:1x20000,js:2x50000@cdn.example`: kind, number, length of each, and the host where it is another. */
  readonly subresources: string;
}

const ENTRY = '(?:css|js|img|font):[1-9]\\d?x\\d{1,8}(?:@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?)?';

export const PAGE_SWITCHES: readonly ConditionSwitch[] = [
  textSwitch('page.subresources', '', new RegExp(`^(?:${ENTRY}(?:,${ENTRY}){0,19})?$`), 'css:1x20000,js:2x50000,img:3x30000@cdn.example',
    'What the page needs beside itself, for a browser: kind, number, length of each and another host.'),
];
