import type { EncodedPayload, Payload, StepTag } from '../../payload';
import type { DnsMessage } from './message';
import { dnsMessageBytes, encodeDnsMessage } from './messageCodec';
import { summarizeDnsMessage } from './messageReader';

/** A DNS message as the layer below takes it. */
export interface DnsPayload extends Payload {
  readonly message: DnsMessage;
}

/** The message with its exact length; its octets are made once, when someone looks. Throws `InputError` for a name without a wire form. */
export function dnsPayload(message: DnsMessage, step?: StepTag): DnsPayload {
  let made: EncodedPayload | undefined;
  const encode = (): EncodedPayload => {
    const encoded = encodeDnsMessage(message);
    return { bytes: encoded.bytes, pdus: [encoded] };
  };
  return {
    message,
    lengthBytes: dnsMessageBytes(message),
    summary: summarizeDnsMessage(message),
    layer: 7,
    protocol: 'dns',
    ...(step === undefined ? {} : { step }),
    encode: () => (made ??= encode()),
  };
}
