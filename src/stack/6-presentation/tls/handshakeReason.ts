import { cipherSuiteName } from './cipherSuiteNames';
import { groupName } from './codePoints';
import type { Negotiated } from './negotiated';

/** What a client's handshake came to and why, beside what was agreed on. */
export interface HandshakeStory {
  readonly negotiated: Negotiated;
  /** Why nothing was resumed, where nothing was: "no session ticket for this server". */
  readonly fullBecause: string;
  /** How the resumed session was found: "the client holds a session ticket of this server". */
  readonly resumedBy: string;
  /** Groups of the key shares that a HelloRetryRequest refused; empty without one. */
  readonly refusedGroups: readonly number[];
  /** The client sent early data. */
  readonly sentEarlyData: boolean;
  /** Application data left before the server's Finished (RFC 7918). */
  readonly falseStart: boolean;
}

const COUNT = ['no round trip', 'one round trip', 'two round trips', 'three round trips'];

/** Version, cipher suite, group, resumed or not, round trips, and which state decided it. */
export function handshakeReason(story: HandshakeStory): string {
  const { negotiated: { version, cipherSuite, group, resumed, earlyDataAccepted }, refusedGroups } = story;
  const keys = group === undefined ? '' : ` and ${groupName(group)}`;
  const agreed = `TLS ${version} with ${cipherSuiteName(cipherSuite)}${keys}`;
  const roundTrips = (version === '1.2' && !resumed ? 2 : 1) + (refusedGroups.length > 0 ? 1 : 0);
  const count = COUNT[roundTrips] ?? `${roundTrips} round trips`;
  const how = resumed ? `resumed in ${count}${earlyDataAccepted ? ', with early data in the first flight, which wait for none' : ''}` : `full handshake in ${count}`;
  const why = resumed ? `${story.resumedBy}, so no certificate is sent` : story.fullBecause;
  return [`${agreed}, ${how}: ${why}.`, ...remarks(story)].join(' ');
}

function remarks({ negotiated: { version, resumed, earlyDataAccepted }, refusedGroups, sentEarlyData, falseStart }: HandshakeStory): string[] {
  const found: string[] = [];
  if (refusedGroups.length > 0) {
    found.push(`One round trip more: the client sent key shares for ${refusedGroups.map(groupName).join(' and ')}, and the server asked for another group (HelloRetryRequest).`);
  }
  if (sentEarlyData && !earlyDataAccepted) found.push('The server did not take the early data; they are sent again after the handshake.');
  if (falseStart) found.push('The request did not wait for the second round trip: it left with the client\'s Finished (False Start).');
  if (version === '1.2' && !resumed) found.push('The server speaks no newer version that the client offers.');
  if (!resumed) found.push('Both sides derive the session keys; none is sent.');
  return found;
}
