import { toHex } from '../../fieldWriter';
import { once } from '../once';
import type { CipherSuite } from './cipherSuites';
import { deriveSecret, earlySecret, finishedMac, handshakeSecret, hkdfExpandLabel, masterSecret } from './keySchedule';
import type { TranscriptHash } from './transcript';

/** What the secrets of one connection are made from; each part is asked for when a secret is. */
export interface Tls13SecretInputs {
  readonly suite: CipherSuite;
  /** Of the resumed session. */
  readonly preSharedKey?: () => Uint8Array;
  readonly sharedSecret: () => Uint8Array;
  /** Transcript through ServerHello. */
  readonly throughServerHello: TranscriptHash;
}

/** The secrets of one TLS 1.3 connection (RFC 8446 §7.1), each computed when it is needed. */
export class Tls13Secrets {
  private readonly handshakeSecret = once(() => {
    const { suite, preSharedKey, sharedSecret } = this.inputs;
    return handshakeSecret(suite.hash, earlySecret(suite.hash, preSharedKey?.()), sharedSecret());
  });
  private readonly masterSecret = once(() => masterSecret(this.inputs.suite.hash, this.handshakeSecret()));
  private readonly serverHelloHash = once(() => this.inputs.throughServerHello(this.inputs.suite.hash));

  readonly clientHandshake = once(() => this.derive(this.handshakeSecret(), 'c hs traffic', this.serverHelloHash()));
  readonly serverHandshake = once(() => this.derive(this.handshakeSecret(), 's hs traffic', this.serverHelloHash()));

  constructor(private readonly inputs: Tls13SecretInputs) {}

  /** Secrets of the application data, from the transcript through the server's Finished. */
  application(throughServerFinished: TranscriptHash): ApplicationSecrets {
    const transcript = once(() => throughServerFinished(this.inputs.suite.hash));
    const make = (label: string) => once(() => this.derive(this.masterSecret(), label, transcript()));
    return { client: make('c ap traffic'), server: make('s ap traffic'), exporter: make('exp master') };
  }

  /** The pre-shared key that a ticket stands for (RFC 8446 §4.6.1). */
  ticketKey(throughClientFinished: TranscriptHash, nonce: Uint8Array): () => Uint8Array {
    const { suite } = this.inputs;
    return once(() => {
      const resumption = this.derive(this.masterSecret(), 'res master', throughClientFinished(suite.hash));
      return hkdfExpandLabel(suite.hash, resumption, 'resumption', nonce, suite.hashBytes);
    });
  }

  /** `verify_data` of the Finished message of the side whose handshake secret that is. */
  verifyData(baseKey: () => Uint8Array, transcript: TranscriptHash): () => Uint8Array {
    const { hash } = this.inputs.suite;
    return () => finishedMac(hash, baseKey(), transcript(hash));
  }

  private derive(secret: Uint8Array, label: string, transcriptHash: Uint8Array): Uint8Array {
    return deriveSecret(this.inputs.suite.hash, secret, label, transcriptHash);
  }
}

export interface ApplicationSecrets {
  readonly client: () => Uint8Array;
  readonly server: () => Uint8Array;
  readonly exporter: () => Uint8Array;
}

/** A line of an NSS key log: label, client random, secret. */
export function keyLogLine(label: string, clientRandom: Uint8Array, secret: () => Uint8Array): () => string {
  return () => `${label} ${toHex(clientRandom)} ${toHex(secret())}`;
}
