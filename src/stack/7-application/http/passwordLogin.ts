import { fromExample } from '../../../model/provenance';
import type { HeaderField } from '../../../model/request';
import { toHex } from '../../fieldWriter';
import type { HostServices } from '../../services';
import type { Challenge, Credentials } from './challenge';
import { basicAuthorization, digestAuthorization, parseChallenge } from './challenge';
import { fieldValue } from './fieldValues';
import type { HttpResponse } from './message';

/** Invented, visibly. */
export const EXAMPLE_CREDENTIALS: Credentials = { user: 'example-user', password: 'example-password' };
const CLIENT_NONCE_BYTES = 8;

/** The request that is to be sent. */
interface SentRequest {
  /** `https://www.example`: where it goes. */
  readonly origin: string;
  readonly method: string;
  /** Its target. */
  readonly path: string;
  readonly headers: readonly HeaderField[];
}

/** A program's user name and password for servers that ask: sent at once, or after a 401 as its challenge wants (RFC 9110 §11, RFC 7617, RFC 7616). */
export class PasswordLogin {
  private challenge: Challenge | undefined;
  /** Whom the credentials are for: who was asked first. */
  private origin: string | undefined;
  private count = 0;

  constructor(private readonly host: HostServices, private readonly sends: 'none' | 'when-asked' | 'at-once') {}

  /** As before the first request. */
  reset(): void {
    this.challenge = undefined;
    this.origin = undefined;
    this.count = 0;
  }

  /** The `Authorization` field of a request; none where nothing asked for it, for another origin, or where the code gives a field of its own. */
  fields({ origin, method, path, headers }: SentRequest): readonly HeaderField[] {
    this.origin ??= origin;
    if (this.sends === 'none' || origin !== this.origin || fieldValue(headers, 'authorization') !== undefined) return [];
    if (!this.challenge) return this.sends === 'at-once' ? [field(basicAuthorization(EXAMPLE_CREDENTIALS))] : [];
    if (this.challenge.scheme === 'basic') return [field(basicAuthorization(EXAMPLE_CREDENTIALS))];
    this.count += 1;
    const clientNonce = toHex(this.host.random.bytes(CLIENT_NONCE_BYTES));
    return [field(digestAuthorization(EXAMPLE_CREDENTIALS, this.challenge, { method, uri: path, count: this.count, clientNonce }))];
  }

  /** Whether the request is to be sent again after this response, with an answer to its challenge. */
  answers({ status, headers }: HttpResponse): boolean {
    const value = status === 401 ? fieldValue(headers, 'www-authenticate') : undefined;
    if (value === undefined || this.sends === 'none') return false;
    const step = this.host.trace.openStep({ id: 'http.authenticate', title: 'Answer the server\'s challenge', layers: [7], spec: ['RFC 9110 §11.6.1', 'RFC 7617', 'RFC 7616'] });
    const challenge = parseChallenge(value);
    if (!challenge) {
      step.notApplicable(`The challenge is "${value}", which a user name and password do not answer; one of Basic, or of Digest with SHA-256, they would.`);
      return false;
    }
    const sentBefore = this.challenge?.scheme ?? (this.sends === 'at-once' ? 'basic' : undefined);
    if (sentBefore === challenge.scheme) {
      step.skipped('User name and password went along already and the server still answers 401, so the program gives up; others that the server accepts would do.');
      return false;
    }
    this.challenge = challenge;
    this.count = 0;
    const how = challenge.scheme === 'basic'
      ? 'user name and password in base64, which everybody who reads the request can read'
      : 'a hash over its nonce, the request line and the password, which is not sent itself';
    step.happens(`The server asks for credentials (${value}), and the program has some: the request goes out again with ${how}. Sent at once (client.password), Basic would have spared this round trip.`);
    return true;
  }
}

function field(value: string): HeaderField {
  return { name: 'Authorization', value, source: fromExample };
}
