import type { OcspResponse } from './ocspResponse';

/** What a client makes of a stapled OCSP response: it asks for none, takes one without a look, or refuses what is revoked. */
export type StaplePolicy = 'none' | 'unchecked' | 'checked';

/** What a client knows of a certificate's revocation. */
export interface RevocationEvidence {
  readonly policy: StaplePolicy;
  /** What the server stapled. */
  readonly staple?: OcspResponse;
}

/** Whether the certificate is known to be revoked, and what is known, as one sentence. */
export interface RevocationVerdict {
  readonly revoked: boolean;
  readonly reason: string;
}

const day = (unixMs: number): string => new Date(unixMs).toISOString().slice(0, 10);

/** Looks at the staple (RFC 6960 §3.2). Clients let a certificate pass of which they learn nothing: none here fetches a response by itself. */
export function judgeRevocation({ policy, staple }: RevocationEvidence, nowMs: number): RevocationVerdict {
  if (policy === 'none') return { revoked: false, reason: 'Whether it was revoked stays unknown: the client asks for no OCSP response.' };
  if (!staple) return { revoked: false, reason: 'Whether it was revoked stays unknown: the client asks for an OCSP response, and the server staples none.' };
  if (policy === 'unchecked') {
    return { revoked: false, reason: 'The client hands the stapled OCSP response to the program and does not look whether the certificate was revoked.' };
  }
  if (nowMs > staple.nextUpdateMs || nowMs < staple.thisUpdateMs) {
    const span = `from ${day(staple.thisUpdateMs)} to ${day(staple.nextUpdateMs)}`;
    return { revoked: false, reason: `Whether it was revoked stays unknown: the stapled OCSP response was good ${span}, and the client passes over it.` };
  }
  return staple.status === 'revoked'
    ? { revoked: true, reason: `Its authority revoked it: the stapled OCSP response of ${day(staple.thisUpdateMs)} says so; a new certificate would be accepted.` }
    : { revoked: false, reason: `It is not revoked, says the stapled OCSP response of ${day(staple.thisUpdateMs)}.` };
}
