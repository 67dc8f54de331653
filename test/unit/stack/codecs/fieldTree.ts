import assert from 'node:assert/strict';
import type { EncodedPdu, Field, Pdu } from '../../../../src/model/pdu';

/**
 * What holds for every field tree: siblings follow each other without gap or overlap, children fill their parent, everything lies
 * in the PDU, a number or flag without a prettier form is what its bits say.
 */
export function assertFieldTree(pdu: Pdu, bytes: Uint8Array): void {
  assert.equal(bytes.length, pdu.lengthBytes);
  let end = 0;
  for (const field of pdu.fields) {
    assert.equal(field.bitOffset, end, `${pdu.protocol}: ${field.name} follows the field before`);
    assertField(field, bytes);
    end = field.bitOffset + field.bitLength;
  }
  assert.ok(end <= bytes.length * 8);
}

function assertField(field: Field, bytes: Uint8Array): void {
  assert.ok(field.name !== '' && field.spec !== '');
  if (typeof field.value === 'number' || typeof field.value === 'boolean') {
    assert.equal(Number(field.value), bitsAt(bytes, field.bitOffset, field.bitLength), field.name);
  }
  let end = field.bitOffset;
  for (const child of field.children ?? []) {
    assert.equal(child.bitOffset, end, `${field.name}: ${child.name} follows the field before`);
    assertField(child, bytes);
    end = child.bitOffset + child.bitLength;
  }
  if (field.children) assert.equal(end, field.bitOffset + field.bitLength, `the children of ${field.name} fill it`);
}

function bitsAt(bytes: Uint8Array, offset: number, length: number): number {
  let value = 0;
  for (let bit = offset; bit < offset + length; bit++) value = value * 2 + (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
  return value;
}

/** As `assertFieldTree`, of an encoder's result. */
export function assertEncoded({ pdu, bytes }: EncodedPdu): void {
  assertFieldTree(pdu, bytes);
}

/** All leaves of a tree, in wire order. */
export function leaves(fields: readonly Field[]): readonly Field[] {
  return fields.flatMap((field) => (field.children ? leaves(field.children) : [field]));
}

/** The value of the first field with that name, at any depth. */
export function fieldValue(pdu: Pdu, name: string): Field['value'] | undefined {
  const search = (fields: readonly Field[]): Field | undefined => {
    for (const field of fields) {
      if (field.name === name) return field;
      const inside = search(field.children ?? []);
      if (inside) return inside;
    }
    return undefined;
  };
  return search(pdu.fields)?.value;
}
