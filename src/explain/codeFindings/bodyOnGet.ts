import type { CodeRule } from './codeRule';

/** A body with GET or HEAD, where it is certain that there is one. */
export const bodyOnGet: CodeRule = ({ request, callee }) => {
  const { method, body } = request;
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  if (!body || ((body.text ?? '') === '' && (body.lengthBytes ?? 0) === 0)) return undefined;
  if (request.client === undefined && /(?:^|\.)fetch$/.test(callee)) {
    return {
      id: 'http.body-on-get',
      severity: 'error',
      message: `fetch throws a TypeError for a ${method} request that has a body: nothing is sent.`,
      spec: 'Fetch standard, Request constructor',
    };
  }
  return {
    id: 'http.body-on-get',
    severity: 'warning',
    message: `A body means nothing in a ${method} request: some clients leave it out, and some servers refuse the request.`,
    spec: method === 'GET' ? 'RFC 9110 §9.3.1' : 'RFC 9110 §9.3.2',
  };
};
