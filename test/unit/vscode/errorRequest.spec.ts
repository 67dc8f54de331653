import assert from 'node:assert/strict';
import { readErrorText } from '../../../src/explain/errorText/readErrorText';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import { diagnosisOf, requestOf } from '../../../src/vscode/errors/errorRequest';

function explained(message: string, fallback?: string): readonly [url: string, isExample: boolean] {
  const read = readErrorText(message);
  assert.ok(read);
  const { request, isExample } = requestOf(read, fallback === undefined ? undefined : requestFromUrl(fallback));
  return [request.url, isExample];
}

describe('the request behind an error message', () => {
  it('goes where the message says', () => {
    assert.deepEqual(explained('connect ECONNREFUSED 127.0.0.1:3000'), ['http://127.0.0.1:3000/', false]);
    assert.deepEqual(explained('connect ECONNREFUSED ::1:3000'), ['http://[::1]:3000/', false]);
    assert.deepEqual(explained('getaddrinfo ENOTFOUND api.example.com'), ['https://api.example.com/', false]);
    assert.deepEqual(explained('curl: (7) Failed to connect to db.example.com port 8443 after 0 ms: Couldn\'t connect to server'), ['https://db.example.com:8443/', false]);
    assert.deepEqual(explained('Get "https://api.example.com/v1?page=2": EOF'), ['https://api.example.com/v1?page=2', false]);
  });

  it('else is the one at hand, else an example that says that it is one', () => {
    assert.deepEqual(explained('socket hang up', 'https://api.example.com/users'), ['https://api.example.com/users', false]);
    assert.deepEqual(explained('socket hang up'), ['https://www.example.com/', true]);
    // A bidirectional mark and a NUL name no host.
    assert.deepEqual(explained('getaddrinfo ENOTFOUND \u202e\u0000'), ['https://www.example.com/', true]);
  });

  it('is sent by a client that can fail so, and without TLS where only that fails', () => {
    const read = readErrorText('Mixed Content: the page asked for something over http.');
    assert.ok(read);
    const { request, isExample } = requestOf(read, undefined);
    assert.deepEqual([request.url, request.client, isExample], ['http://www.example.com/', 'chromium-156', true]);
  });

  it('is told in words that can do nothing, and no secret is among them', () => {
    const read = readErrorText('Failed to connect to a\u202eb port 1: Timeout');
    const diagnosis = read && diagnosisOf(read, false);
    assert.doesNotMatch(JSON.stringify(diagnosis ?? {}), /\u202e/);
  });
});
