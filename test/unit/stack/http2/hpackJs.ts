import { createRequire } from 'node:module';

/** hpack.js has no types; this is the part of it that is used. */
interface HpackJs {
  readonly compressor: { create(options: { readonly table: { readonly maxSize: number } }): HpackJsStream };
  readonly decompressor: { create(options: { readonly table: { readonly maxSize: number } }): HpackJsStream & { execute(): void } };
}
interface HpackJsStream {
  write(chunk: unknown): void;
  read(): unknown;
}

const require = createRequire(import.meta.url);
const hpackJs = require('hpack.js') as HpackJs;
const TABLE = { table: { maxSize: 4096 } };

/** Another implementation's decoder with a context of its own: field blocks to lists of name and value. */
export function otherDecoder(): (block: Uint8Array) => readonly (readonly [string, string])[] {
  const decompressor = hpackJs.decompressor.create(TABLE);
  return (block) => {
    decompressor.write(Buffer.from(block));
    decompressor.execute();
    const fields: [string, string][] = [];
    for (let each = decompressor.read(); each !== null; each = decompressor.read()) {
      const { name, value } = each as { name: string; value: string };
      fields.push([name, value]);
    }
    return fields;
  };
}

/** Another implementation's encoder with a context of its own. */
export function otherEncoder(): (fields: readonly { readonly name: string; readonly value: string }[], huffman: boolean) => Uint8Array {
  const compressor = hpackJs.compressor.create(TABLE);
  return (fields, huffman) => {
    compressor.write(fields.map(({ name, value }) => ({ name, value, huffman })));
    const chunks: Buffer[] = [];
    for (let each = compressor.read(); each !== null; each = compressor.read()) chunks.push(each as Buffer);
    return Buffer.concat(chunks);
  };
}
