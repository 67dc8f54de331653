import type { EncodedPdu, Field } from '../../../model/pdu';
import { fromComputation } from '../../../model/provenance';
import type { EncodedPayload, Slice, StepTag } from '../../payload';
import type { DnsPayload } from './dnsPayload';
import { dnsPayload } from './dnsPayload';
import type { DnsMessage } from './message';

/** Octets of the length that stands before each message on a stream (RFC 1035 §4.2.2). */
const PREFIX_BYTES = 2;

/** The message as a stream carries it, after its length (RFC 1035 §4.2.2, RFC 7858 §3.3). Throws `InputError` for a name without a wire form. */
export function dnsStreamPayload(message: DnsMessage, step?: StepTag): DnsPayload {
  const inner = dnsPayload(message, step);
  let made: EncodedPayload | undefined;
  const encode = (): EncodedPayload => {
    const pdus = inner.encode().pdus.map(withPrefix);
    return { bytes: pdus[0]?.bytes ?? new Uint8Array(), pdus };
  };
  return { ...inner, lengthBytes: PREFIX_BYTES + inner.lengthBytes, encode: () => (made ??= encode()) };
}

/** Reads the messages of a stream: calls `read` with each once its last octet is there. */
export function dnsStreamReader(read: (payload: DnsPayload) => void): (slice: Slice) => void {
  return ({ payload, start, length }) => {
    if (isDnsPayload(payload) && start + length === payload.lengthBytes) read(payload);
  };
}

function isDnsPayload(payload: Slice['payload']): payload is DnsPayload {
  return payload.protocol === 'dns';
}

function withPrefix({ pdu, bytes }: EncodedPdu): EncodedPdu {
  const framed = new Uint8Array(PREFIX_BYTES + bytes.length);
  framed.set([bytes.length >> 8, bytes.length & 0xff]);
  framed.set(bytes, PREFIX_BYTES);
  const length: Field = {
    name: 'Length', value: bytes.length, meaning: 'octets of the message that follows', bitOffset: 0, bitLength: PREFIX_BYTES * 8, source: fromComputation, spec: 'RFC 1035 §4.2.2',
  };
  return {
    bytes: framed,
    pdu: { ...pdu, lengthBytes: framed.length, headerBytes: pdu.headerBytes + PREFIX_BYTES, fields: [length, ...pdu.fields.map(shifted)] },
  };
}

/** Fields nest three deep at most. */
function shifted(field: Field): Field {
  return { ...field, bitOffset: field.bitOffset + PREFIX_BYTES * 8, ...(field.children ? { children: field.children.map(shifted) } : {}) };
}
