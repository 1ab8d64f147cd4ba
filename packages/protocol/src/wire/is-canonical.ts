import type { FieldRule, MessageTable } from "./message-table.ts";
import { isUtf8 } from "./is-utf8.ts";

/** Counts down over one scan, so that a message of tiny or deeply nested fields cannot cost without bound. */
export interface ScanBudget {
  fieldsLeft: number;
  depthLeft: number;
}

/**
 * Whether `bytes[start, end)` is exactly what ChainMaker's encoder writes for the message it decodes to: fields
 * ascending, zero values absent, numbers in their shortest form, text in UTF-8, nothing unknown. Map entries are taken as they are.
 * False also for malformed bytes and for a spent budget: the caller finds out which by `canonicalize`.
 *
 * Spec: protobuf.md "Encoding rules".
 */
export function isCanonical(
  table: MessageTable,
  bytes: Uint8Array,
  start: number,
  end: number,
  budget: ScanBudget,
): boolean {
  if (budget.depthLeft < 0) return false;
  let position = start;
  let last = 0;
  let seenOneofs: string[] | undefined;
  while (position < end) {
    if (--budget.fieldsLeft < 0) return false;
    let tag = bytes[position++] ?? 0;
    if (tag >= 0x80) {
      const high = position < end ? (bytes[position++] ?? 0) : 0x80;
      if (high >= 0x80 || high === 0) return false;
      tag = (tag & 0x7f) | (high << 7);
    }
    const number = tag >>> 3;
    const rule = table.fields[number];
    if (rule === undefined || number < last) return false;
    if (number === last && (!rule.repeated || rule.packed)) return false;
    last = number;
    if (rule.oneof !== undefined) {
      seenOneofs ??= [];
      if (seenOneofs.includes(rule.oneof)) return false;
      seenOneofs.push(rule.oneof);
    }
    if ((tag & 7) !== (rule.packed ? 2 : rule.wireType)) return false;
    if (rule.wireType !== 2 && !rule.packed) {
      const next = numberEnd(rule, bytes, position, end, rule.oneof === undefined);
      if (next < 0) return false;
      position = next;
      continue;
    }
    let length = bytes[position++] ?? 0x80;
    if (length >= 0x80) {
      const parsed = readLength(bytes, position - 1, end);
      if (parsed === undefined) return false;
      length = parsed.length;
      position = parsed.next;
    }
    const stop = position + length;
    if (stop > end) return false;
    if (rule.message !== undefined) {
      budget.depthLeft--;
      if (!isCanonical(rule.message, bytes, position, stop, budget)) return false;
      budget.depthLeft++;
    } else if (rule.packed) {
      if (length === 0) return false;
      let element = position;
      while (element < stop) {
        element = numberEnd(rule, bytes, element, stop, false);
        if (element < 0) return false;
      }
    } else {
      if (length === 0 && !rule.repeated && rule.oneof === undefined) return false;
      if (rule.kind === "text" && !isUtf8(bytes, position, stop)) return false;
    }
    position = stop;
  }
  return position === end;
}

/** A minimal length of two to four bytes. */
function readLength(bytes: Uint8Array, start: number, end: number): { length: number; next: number } | undefined {
  let length = 0;
  for (let i = 0; i < 4; i++) {
    const position = start + i;
    if (position >= end) return undefined;
    const byte = bytes[position] ?? 0;
    length |= (byte & 0x7f) << (7 * i);
    if (byte < 0x80) return byte === 0 ? undefined : { length, next: position + 1 };
  }
  return undefined;
}

/** Position after a number in canonical form, -1 when it is not; zero is refused with `refuseZero`. */
function numberEnd(rule: FieldRule, bytes: Uint8Array, start: number, end: number, refuseZero: boolean): number {
  if (rule.kind === "float" || rule.kind === "double") {
    const size = rule.kind === "float" ? 4 : 8;
    if (start + size > end) return -1;
    let zero = true;
    for (let i = 0; i < size; i++) if (((bytes[start + i] ?? 0) & (i === size - 1 ? 0x7f : 0xff)) !== 0) zero = false;
    return zero && refuseZero ? -1 : start + size;
  }
  let position = start;
  while (position < end && (bytes[position] ?? 0) >= 0x80) position++;
  const size = position - start + 1;
  const lastByte = bytes[position] ?? 0;
  if (position >= end || size > 10) return -1;
  if (lastByte === 0 && (size > 1 || refuseZero)) return -1;
  return fitsKind(rule.kind, bytes, start, size, lastByte) ? position + 1 : -1;
}

/** Whether a minimal varint is one that the encoder writes for the kind: in range, negative 32-bit numbers sign-extended. */
function fitsKind(kind: FieldRule["kind"], bytes: Uint8Array, start: number, size: number, lastByte: number): boolean {
  switch (kind) {
    case "bool":
      return size === 1 && lastByte <= 1;
    case "uint32":
      return size < 5 || (size === 5 && lastByte <= 0x0f);
    case "int32":
      if (size < 5) return true;
      if (size === 5) return lastByte <= 0x07;
      // Sign extension: bits 31 to 63 are all set.
      if (size !== 10 || lastByte !== 1 || ((bytes[start + 4] ?? 0) & 0x78) !== 0x78) return false;
      for (let i = 5; i < 9; i++) if (bytes[start + i] !== 0xff) return false;
      return true;
    default:
      return size < 10 || lastByte <= 1;
  }
}
