import type { CodeContext, CodeRule } from './codeRule';
import { addressOf } from './address';
import type { Request } from '../../model/request';

/** Clients that exist in Node.js only. */
const NODE_ONLY: ReadonlySet<string> = new Set(['node-https', 'node-http2', 'got', 'undici']);
const NODE_MODULE = /\b(?:from|require\(|import)\s*['"]node:/;

/** `localhost` in Node.js, which takes the addresses of a name in the order in which the system gives them. */
export const localhostOrder: CodeRule = ({ request, callee }, context) => {
  if (addressOf(request.url)?.host !== 'localhost' || !runsInNode(request, callee, context)) return undefined;
  return {
    id: 'url.localhost',
    severity: 'information',
    message: 'localhost has two addresses on most systems, and since version 17 Node.js takes them as the system orders them, ::1 mostly first: a server on 127.0.0.1 only costs a second attempt, which versions 17 to 19 do not make by default.',
    spec: 'RFC 6724 §6',
  };
};

function runsInNode({ client }: Request, callee: string, context: CodeContext): boolean {
  if (client !== undefined) return NODE_ONLY.has(client);
  return /^(?:globalThis\.)?fetch$/.test(callee) && context.source.mentions(NODE_MODULE);
}
