import type { ConditionSwitch } from './conditionSwitch';
import { choiceSwitch, numberSwitch, textSwitch } from './conditionSwitch';

/** What the program around the client decides for its HTTP requests. */
export interface ClientHttpConditions {
  /** The origin of the page whose script asks; empty: no page does. */
  readonly origin: string;
  readonly credentials: 'same-origin' | 'include' | 'omit';
  readonly token: 'none' | 'valid' | 'expired';
  /** Whether the program has a user name and password for servers that ask, and when it sends them. */
  readonly password: 'none' | 'when-asked' | 'at-once';
  readonly proxyPassword: 'none' | 'known';
  /** What becomes of a redirect: as the code or else the client has it, or as said here whatever they do. */
  readonly redirects: 'own' | 'follow' | 'manual' | 'error';
  readonly retries: number;
  readonly retryBackoffMs: number;
  /** 0: only the client's own limits. */
  readonly timeoutMs: number;
  /** 0: the client's own SETTINGS_INITIAL_WINDOW_SIZE. */
  readonly windowBytes: number;
}

export const CLIENT_HTTP_SWITCHES: readonly ConditionSwitch[] = [
  textSwitch('client.origin', '', /^(?:https?:\/\/[a-z0-9.-]{1,253}(?::\d{1,5})?)?$/, 'https://app.example',
    'Origin of the page whose script sends the request, in a browser; empty where no page does.'),
  choiceSwitch('client.credentials', ['same-origin', 'include', 'omit'], 'Whether a page\'s request to another origin takes cookies along.'),
  choiceSwitch('client.token', ['none', 'valid', 'expired'], 'Whether the program sends a bearer token, and whether the server still accepts it.'),
  choiceSwitch('client.password', ['none', 'when-asked', 'at-once'], 'Whether the program has a user name and password for the server: none, sent after a 401 as its challenge wants, or sent at once (Basic).'),
  choiceSwitch('client.proxyPassword', ['none', 'known'], 'Whether the program sends a user name and password to its proxy (Proxy-Authorization).'),
  choiceSwitch('client.redirects', ['own', 'follow', 'manual', 'error'], 'What the client does with a redirect: what the code or else its own habit says, follow it, leave it to the code, or take it for an error.'),
  numberSwitch('client.retries', 0, 0, 10, 'attempts', 'How often the program repeats a request that failed and may be repeated.', true),
  numberSwitch('client.retryBackoffMs', 200, 0, 600_000, 'ms', 'Wait before the first repetition; it doubles each time, and half of it is left to chance.'),
  numberSwitch('client.timeoutMs', 0, 0, 600_000, 'ms', 'After how long the program gives the request up; 0 for never.'),
  numberSwitch('client.windowBytes', 0, 0, 2 ** 31 - 1, 'bytes', 'HTTP/2 window that the client opens for each stream; 0 for its own.', true),
];
