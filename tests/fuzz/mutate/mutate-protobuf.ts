import type { Random } from "../../support/random.ts";
import { join, mutateBytes } from "./mutate-bytes.ts";
import { decodeVarint, encodeVarint } from "./varint.ts";

/** A field with its tag, as it stands in the bytes. */
interface WireField {
  readonly number: number;
  readonly wireType: number;
  /** Content without length for wire type 2, else the value's bytes. */
  readonly content: Uint8Array;
}

const edgeVarints = [
  0n,
  1n,
  127n,
  128n,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_ffffn,
  0x7fff_ffff_ffff_ffffn,
  0xffff_ffff_ffff_ffffn,
];
const wireTypes = [0, 1, 2, 3, 4, 5, 6, 7];
const nestingMax = 6;

/** A message with one to three of its fields changed, left out, doubled, moved or given a wrong type, at any depth. */
export function mutateProtobuf(bytes: Uint8Array, random: Random): Uint8Array {
  let changed = bytes;
  for (let count = 1 + random.below(3); count > 0; count--) changed = mutateMessage(changed, random, nestingMax);
  return changed;
}

function mutateMessage(bytes: Uint8Array, random: Random, depth: number): Uint8Array {
  const fields = splitMessage(bytes);
  if (fields === undefined || fields.length === 0 || random.below(12) === 0) return mutateBytes(bytes, random);
  const index = random.below(fields.length);
  const field = fields[index];
  if (field === undefined) return bytes;
  const isInside = field.wireType === 2 && depth > 0 && random.below(3) > 0;
  if (isInside) fields[index] = { ...field, content: mutateMessage(field.content, random, depth - 1) };
  else changeFields(fields, index, field, random);
  const written = fields.map((each) => (random.below(60) === 0 ? writeWrongLength(each, random) : writeField(each)));
  return join(...written);
}

function changeFields(fields: WireField[], index: number, field: WireField, random: Random): void {
  switch (random.below(8)) {
    case 0:
      fields.splice(index, 1);
      break;
    case 1:
      fields.splice(random.below(fields.length + 1), 0, field);
      break;
    case 2:
      fields.splice(index, 1);
      fields.splice(random.below(fields.length + 1), 0, field);
      break;
    case 3:
      fields[index] = { ...field, number: random.pick([1, 2, 3, 4, 5, 6, 15, 16, 100, 0x1fff_ffff, 0]) };
      break;
    case 4:
      fields[index] = { ...field, wireType: random.pick(wireTypes) };
      break;
    case 5:
      fields[index] = { ...field, wireType: 0, content: encodeVarint(random.pick(edgeVarints)) };
      break;
    case 6:
      fields[index] = { ...field, wireType: 2, content: random.bytes(random.below(300)) };
      break;
    default:
      for (let count = random.below(200); count > 0; count--) fields.push(field);
  }
}

/** The fields of a message; undefined when the bytes are none. */
function splitMessage(bytes: Uint8Array): WireField[] | undefined {
  const fields: WireField[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = decodeVarint(bytes, at);
    if (tag === undefined) return undefined;
    const wireType = Number(tag.value & 7n);
    const place = contentPlace(bytes, tag.offset, wireType);
    if (place === undefined || place.end > bytes.length) return undefined;
    fields.push({ number: Number(tag.value >> 3n), wireType, content: bytes.subarray(place.start, place.end) });
    at = place.end;
  }
  return fields;
}

function contentPlace(
  bytes: Uint8Array,
  start: number,
  wireType: number,
): { readonly start: number; readonly end: number } | undefined {
  switch (wireType) {
    case 0: {
      const end = decodeVarint(bytes, start)?.offset;
      return end === undefined ? undefined : { start, end };
    }
    case 1:
      return { start, end: start + 8 };
    case 5:
      return { start, end: start + 4 };
    case 2: {
      const length = decodeVarint(bytes, start);
      return length && { start: length.offset, end: length.offset + Number(length.value) };
    }
    default:
      return undefined;
  }
}

function writeField({ number, wireType, content }: WireField): Uint8Array {
  const tag = encodeVarint((BigInt(number) << 3n) | BigInt(wireType));
  return wireType === 2 ? join(tag, encodeVarint(BigInt(content.length)), content) : join(tag, content);
}

function writeWrongLength({ number, content }: WireField, random: Random): Uint8Array {
  return join(encodeVarint((BigInt(number) << 3n) | 2n), encodeVarint(random.pick(edgeVarints)), content);
}
