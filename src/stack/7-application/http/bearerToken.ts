import { fromExample } from '../../../model/provenance';
import type { HeaderField, Request } from '../../../model/request';
import type { HostServices } from '../../services';
import { fieldValue } from './fieldValues';
import type { HttpResponse } from './message';

/** Invented, visibly. */
export const EXPIRED_TOKEN = 'example-token-1';
export const VALID_TOKEN = 'example-token-2';
/** Where the program renews its token, at the origin that it talks to. */
export const TOKEN_PATH = '/token';
const REFRESH_TOKEN = 'example-refresh-token';

/** A program's bearer token (RFC 6750) and its renewal (RFC 6749 §6): after a 401 it asks for a new one, once, and sends the request again. */
export class BearerToken {
  private current: string | undefined;
  private renewed = false;

  constructor(private readonly host: HostServices, private readonly state: 'none' | 'valid' | 'expired') {
    this.reset();
  }

  /** As before the first request. */
  reset(): void {
    this.renewed = false;
    this.current = this.state === 'none' ? undefined : this.state === 'valid' ? VALID_TOKEN : EXPIRED_TOKEN;
  }

  /** The `Authorization` field of a request; none where there is no token or the code gives a field of its own. */
  fields(headers: readonly HeaderField[]): readonly HeaderField[] {
    if (this.current === undefined || fieldValue(headers, 'authorization') !== undefined) return [];
    return [{ name: 'Authorization', value: `Bearer ${this.current}`, source: fromExample }];
  }

  /** What asks for a new token after this response to a request that carried the current one; undefined where nothing does. */
  renewal(response: HttpResponse, origin: string): Request | undefined {
    if (response.status !== 401 || this.current === undefined) return undefined;
    const step = this.host.trace.openStep({ id: 'http.token', title: 'Ask for a new token and send the request again', layers: [7], spec: ['RFC 6750 §3.1', 'RFC 6749 §6'] });
    if (this.renewed) {
      step.skipped('The token was renewed already and the server still answers 401, so the program gives up instead of going in a circle; a token that the server accepts would do.');
      return undefined;
    }
    this.renewed = true;
    step.happens(`The server refuses the token (${fieldValue(response.headers, 'www-authenticate') ?? '401 without WWW-Authenticate'}), and the program holds a refresh token: it fetches a new one first.`);
    return {
      url: `${origin}${TOKEN_PATH}`, method: 'POST', unknownParts: [],
      headers: [{ name: 'Content-Type', value: 'application/x-www-form-urlencoded', source: fromExample }],
      body: { text: `grant_type=refresh_token&refresh_token=${REFRESH_TOKEN}`, mediaType: 'application/x-www-form-urlencoded' },
    };
  }

  /** The token endpoint answered. Returns whether the program has a new token. */
  received({ status }: HttpResponse): boolean {
    if (status === 200) this.current = VALID_TOKEN;
    return status === 200;
  }
}

/** What a token endpoint answers (RFC 6749 §5.1). */
export function tokenResponseText(): string {
  return JSON.stringify({ access_token: VALID_TOKEN, token_type: 'Bearer', expires_in: 3600 });
}
