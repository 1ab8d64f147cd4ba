import { concatBytes, emptyBytes, joinBytes } from "@yanta/bytes";
import { rlpDepthMax } from "./limits.ts";

/** Bytes, or a list of such values. */
export type RlpValue = Uint8Array | readonly RlpValue[];

/** Recursive length prefix encoding. Spec: Ethereum yellow paper, appendix B. */
export function encodeRlp(value: RlpValue): Uint8Array {
  if (value instanceof Uint8Array) {
    if (value.length === 1 && (value[0] as number) < 0x80) return value;
    return concatBytes(encodeLength(value.length, 0x80), value);
  }
  const content = joinBytes(value.map(encodeRlp));
  return concatBytes(encodeLength(content.length, 0xc0), content);
}

/**
 * Decodes one value that fills the bytes; undefined when they are not its only possible encoding. The byte arrays of the
 * result are views of the input.
 */
export function decodeRlp(bytes: Uint8Array): RlpValue | undefined {
  const item = decodeItem(bytes, 0, 0);
  return item?.end === bytes.length ? item.value : undefined;
}

/** Big-endian bytes without leading zeros: how RLP holds numbers. */
export function numberToRlp(value: bigint): Uint8Array {
  if (value === 0n) return emptyBytes;
  const digits = value.toString(16);
  const padded = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Uint8Array.from({ length: padded.length / 2 }, (_, i) => Number.parseInt(padded.slice(2 * i, 2 * i + 2), 16));
}

interface Item {
  readonly value: RlpValue;
  readonly end: number;
}

function decodeItem(bytes: Uint8Array, start: number, depth: number): Item | undefined {
  const head = bytes[start];
  if (head === undefined || depth > rlpDepthMax) return undefined;
  if (head < 0x80) return { value: bytes.subarray(start, start + 1), end: start + 1 };
  const content = contentOf(bytes, start, head);
  if (content === undefined || content.end > bytes.length) return undefined;
  if (head >= 0xc0) return decodeList(bytes, content, depth);
  const value = bytes.subarray(content.start, content.end);
  if (value.length === 1 && (value[0] as number) < 0x80) return undefined;
  return { value, end: content.end };
}

function decodeList(bytes: Uint8Array, content: { start: number; end: number }, depth: number): Item | undefined {
  const values: RlpValue[] = [];
  let position = content.start;
  while (position < content.end) {
    const item = decodeItem(bytes, position, depth + 1);
    if (item === undefined || item.end > content.end) return undefined;
    values.push(item.value);
    position = item.end;
  }
  return { value: values, end: content.end };
}

function contentOf(bytes: Uint8Array, start: number, head: number): { start: number; end: number } | undefined {
  const short = head - (head >= 0xc0 ? 0xc0 : 0x80);
  if (short < 56) return { start: start + 1, end: start + 1 + short };
  const lengthBytes = short - 55;
  if (lengthBytes > 4 || bytes[start + 1] === 0) return undefined;
  let length = 0;
  for (let i = 0; i < lengthBytes; i++) length = length * 256 + (bytes[start + 1 + i] ?? 0);
  if (length < 56) return undefined;
  const contentStart = start + 1 + lengthBytes;
  return { start: contentStart, end: contentStart + length };
}

function encodeLength(length: number, offset: number): Uint8Array {
  if (length < 56) return Uint8Array.of(offset + length);
  const bytes = numberToRlp(BigInt(length));
  return concatBytes(Uint8Array.of(offset + 55 + bytes.length), bytes);
}
