import type { TraceRecorder } from '../../services';
import type { LazyOctets } from '../lazyOctets';
import { laterOctets } from '../lazyOctets';
import { once } from '../once';
import type { CipherSuite } from './cipherSuites';
import { findCipherSuite } from './cipherSuites';
import { deriveSecret, earlySecret, finishedMac } from './keySchedule';
import type { RecordProtection } from './recordProtection';
import type { ClientSession } from './ticketStore';
import { keyLogLine } from './tls13Secrets';
import { tls13Protection } from './trafficKeys';
import type { Transcript, TranscriptHash } from './transcript';

/** What the ClientHello says of a session that it wants to resume, or of a key that both sides have from elsewhere (RFC 8446 §4.2.11). */
export interface OfferedPreSharedKey {
  readonly ticket: LazyOctets;
  readonly obfuscatedTicketAge: number;
  readonly binder: (helloWithoutBinders: () => Uint8Array) => LazyOctets;
}

function suiteOf(session: ClientSession): CipherSuite {
  const suite = findCipherSuite(session.cipherSuite);
  if (!suite) throw new RangeError(`Session with unknown cipher suite ${session.cipherSuite}.`);
  return suite;
}

/** The offer, with the binder that proves that the client has the key (RFC 8446 §4.2.11.2). */
export function offerPreSharedKey(session: ClientSession, transcript: Transcript, nowMs: number): OfferedPreSharedKey {
  const { hash, hashBytes } = suiteOf(session);
  const ageMs = Math.floor(nowMs - session.receivedMs);
  const label = session.external ? 'ext binder' : 'res binder';
  return {
    ticket: session.ticket,
    obfuscatedTicketAge: session.external ? 0 : (ageMs + session.ageAdd) % 2 ** 32,
    binder: (helloWithoutBinders) => {
      const transcriptHash = transcript.soFar(helloWithoutBinders);
      return laterOctets(hashBytes, () => {
        const binderKey = deriveSecret(hash, earlySecret(hash, session.secret()), label, hash(new Uint8Array(0)));
        return finishedMac(hash, binderKey, transcriptHash(hash));
      });
    },
  };
}

/** The client_early_traffic_secret (RFC 8446 §7.1). */
export function earlyTrafficSecret(suite: CipherSuite, preSharedKey: () => Uint8Array, throughClientHello: TranscriptHash): () => Uint8Array {
  return once(() => deriveSecret(suite.hash, earlySecret(suite.hash, preSharedKey()), 'c e traffic', throughClientHello(suite.hash)));
}

/** Keys for early data; writes them to the key log. */
export function offerEarlyKeys(
  session: ClientSession, throughClientHello: TranscriptHash, clientRandom: Uint8Array, trace: TraceRecorder,
): RecordProtection {
  const suite = suiteOf(session);
  const secret = earlyTrafficSecret(suite, session.secret, throughClientHello);
  trace.secret(keyLogLine('CLIENT_EARLY_TRAFFIC_SECRET', clientRandom, secret));
  return tls13Protection(suite, 'early data', secret);
}
