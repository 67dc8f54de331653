import type { FoundRequest } from '../../model/request';
import { addressLiteral } from './addressLiteral';
import { bodyOnGet } from './bodyOnGet';
import { cleartextToken } from './cleartextToken';
import { clientPerRequest } from './clientPerRequest';
import type { CodeContext, CodeRule } from './codeRule';
import { httpsOnly } from './httpsOnly';
import { localhostOrder } from './localhostOrder';
import { noTimeout } from './noTimeout';
import { postRetried } from './postRetried';
import { preflight } from './preflight';
import { sequentialAwaits } from './sequentialAwaits';
import { verificationDisabled } from './verificationDisabled';

const RULES: readonly CodeRule[] = [verificationDisabled, cleartextToken, bodyOnGet, postRetried, noTimeout, clientPerRequest, sequentialAwaits, httpsOnly, addressLiteral, localhostOrder, preflight];
/** Below this it is not certain that the call is a request at all. */
const CERTAIN = 0.4;

/** The request with what a reviewer would say about it added to its findings. Of calls only, and only where the rule is certain. */
export function withCodeFindings(found: FoundRequest, context: CodeContext): FoundRequest {
  if (found.kind !== 'call' || found.confidence < CERTAIN || found.findings.some(({ id }) => id === 'call.shadowed')) return found;
  const added = RULES.flatMap((rule) => rule(found, context) ?? []);
  return added.length === 0 ? found : { ...found, findings: [...found.findings, ...added] };
}
