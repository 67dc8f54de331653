import type { LayerNumber } from './layer';
import type { Provenance } from './provenance';

/** What a field holds. Octet strings are lower-case hexadecimal text; big integers are decimal text. */
export type FieldValue = string | number | boolean;

/** One field of a PDU's header, trailer or payload. */
export interface Field {
  /** The name in the specification, "Time to Live". */
  readonly name: string;
  readonly value: FieldValue;
  /** What the value means, where the value alone does not say: "Don't fragment". */
  readonly meaning?: string;
  /** From the first bit of the PDU's own bytes. */
  readonly bitOffset: number;
  readonly bitLength: number;
  readonly source: Provenance;
  /** "RFC 9293 §3.1". */
  readonly spec: string;
  readonly children?: readonly Field[];
}

/** A protocol data unit as it is shown: its place in the stack and its fields. */
export interface Pdu {
  readonly layer: LayerNumber;
  /** Lower-case protocol name: `ethernet`, `arp`, `ipv4`, `tcp`, `udp`, `dns`, `tls`, `http`. */
  readonly protocol: string;
  /** One line for a list: "SYN, 50000 → 443". */
  readonly summary: string;
  /** Octets of the whole PDU, its payload included. */
  readonly lengthBytes: number;
  /** Octets of its own header (and trailer); the rest is the payload of the layer above. */
  readonly headerBytes: number;
  readonly fields: readonly Field[];
}

/** A PDU with its octets. `bytes.length === pdu.lengthBytes`. */
export interface EncodedPdu {
  readonly pdu: Pdu;
  readonly bytes: Uint8Array;
}
