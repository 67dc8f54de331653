/** Builds one block of a pcapng file: little-endian numbers, octets padded to 32 bits, options. (draft-ietf-opsawg-pcapng §3) */
export class PcapngBlock {
  private readonly parts: Uint8Array[] = [];
  private length = 0;
  private hasOptions = false;

  constructor(private readonly type: number) {}

  uint16(value: number): this {
    return this.append(Uint8Array.of(value & 0xff, (value >>> 8) & 0xff));
  }

  uint32(value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, value, true);
    return this.append(bytes);
  }

  /** Octets, then zeros to the next multiple of four. */
  padded(bytes: Uint8Array): this {
    this.append(bytes);
    return this.append(new Uint8Array((4 - (bytes.length % 4)) % 4));
  }

  /** An option (§3.5); the value has at most 65,535 octets. Options stand last in a block. */
  option(code: number, value: Uint8Array): this {
    this.hasOptions = true;
    return this.uint16(code).uint16(value.length).padded(value);
  }

  /** The whole block with its type and both lengths (§3.1). */
  finish(): Uint8Array {
    if (this.hasOptions) this.uint32(0);
    const total = this.length + 12;
    const block = new Uint8Array(total);
    const view = new DataView(block.buffer);
    view.setUint32(0, this.type, true);
    view.setUint32(4, total, true);
    let offset = 8;
    for (const part of this.parts) {
      block.set(part, offset);
      offset += part.length;
    }
    view.setUint32(offset, total, true);
    return block;
  }

  private append(bytes: Uint8Array): this {
    this.parts.push(bytes);
    this.length += bytes.length;
    return this;
  }
}
