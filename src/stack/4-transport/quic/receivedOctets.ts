import type { EncodedPayload, Payload, Slice } from '../../payload';
import { wholeSlice } from '../../payload';

/** Octets of any origin as a payload: what a decoder hands on. */
class ReceivedOctets implements Payload {
  readonly lengthBytes: number;
  readonly summary: string;

  constructor(private readonly bytes: Uint8Array) {
    this.lengthBytes = bytes.length;
    this.summary = `${bytes.length} octets`;
  }

  encode(): EncodedPayload {
    return { bytes: this.bytes, pdus: [] };
  }
}

/** The octets as slices; none where there are none. */
export function receivedSlices(bytes: Uint8Array): readonly Slice[] {
  return bytes.length === 0 ? [] : [wholeSlice(new ReceivedOctets(bytes))];
}
