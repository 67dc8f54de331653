import assert from 'node:assert/strict';

/** Kinds of handles that a probe could leave behind; timers of the test runner are not among them. */
const KINDS = new Set(['TCPSocketWrap', 'UDPWRAP', 'TLSWRAP', 'TCPConnectWrap', 'UDPSendWrap']);

function openNow(): readonly string[] {
  return process.getActiveResourcesInfo().filter((kind) => KINDS.has(kind));
}

/**
 * Waits, for some turns of the event loop and no time by the clock, until no socket is open in this process. Call it after the
 * test's own servers are closed.
 */
export async function assertNoOpenSockets(): Promise<void> {
  for (let turn = 0; turn < 50 && openNow().length > 0; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(openNow(), [], 'sockets left open');
}
