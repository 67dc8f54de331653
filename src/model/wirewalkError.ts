/**
 * Base of every typed error of this project. The message is one sentence a person can act on: what was expected, what was
 * found, and where. `code` is stable and is what tests and callers compare.
 */
export class WirewalkError extends Error {
  constructor(readonly code: string, message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** Bytes that are not what the protocol allows. */
export class DecodeError extends WirewalkError {
  constructor(
    readonly protocol: string,
    readonly expected: string,
    readonly found: string,
    /** Octets from the start of the PDU. */
    readonly offsetBytes: number,
  ) {
    super('decode', `${protocol}: expected ${expected}, found ${found} at offset ${offsetBytes}.`);
  }
}

/** Input from a person (URL, option, setting) that cannot be used; the message says what would be accepted. */
export class InputError extends WirewalkError {
  constructor(message: string) {
    super('input', message);
  }
}
