import type { Payload, StepTag } from '../../payload';
import type { DnsMessage } from './message';
import { dnsMessageBytes, encodeDnsMessage } from './messageCodec';
import { recordTypeName } from './recordTypes';
import { responseCodeName } from './responseCodes';

/** A DNS message as the layer below takes it. */
export interface DnsPayload extends Payload {
  readonly message: DnsMessage;
}

/** The message with its exact length; its octets are made when someone looks. */
export function dnsPayload(message: DnsMessage, step?: StepTag): DnsPayload {
  return {
    message,
    lengthBytes: dnsMessageBytes(message),
    summary: dnsSummary(message),
    ...(step === undefined ? {} : { step }),
    encode: () => {
      const encoded = encodeDnsMessage(message);
      return { bytes: encoded.bytes, pdus: [encoded] };
    },
  };
}

/** "Query A www.example.com", "Response A www.example.com: 203.0.113.10". */
export function dnsSummary(message: DnsMessage): string {
  const [question] = message.questions;
  const asked = question ? `${recordTypeName(question.type)} ${question.name}` : 'nothing';
  if (!message.response) return `Query ${asked}`;
  const addresses = message.answers.flatMap(({ data }) => (data.kind === 'a' || data.kind === 'aaaa' ? [data.address] : []));
  if (message.responseCode !== 0) return `Response ${asked}: ${responseCodeName(message.responseCode)}`;
  return `Response ${asked}: ${addresses.length > 0 ? addresses.join(', ') : `${message.answers.length} records`}`;
}
