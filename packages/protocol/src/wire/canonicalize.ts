import { joinBytes } from "@yanta/bytes";
import type { CodedError } from "@yanta/errors";
import { protocolErrors } from "../errors.ts";
import { messageDepthMax } from "../limits.ts";
import { isUtf8 } from "./is-utf8.ts";
import type { FieldRule, MessageTable } from "./message-table.ts";

/** Limits of one decoding. */
export interface CanonicalizeLimits {
  readonly fieldsMax: number;
}

/**
 * The bytes that ChainMaker's node makes of a message when it decodes and encodes it again: unknown fields dropped,
 * fields in order, the last scalar kept, split messages merged, numbers cut to their width. Map entries are kept as
 * they are. Text that is not UTF-8 is malformed here, though ChainMaker does not look (docs/deviations.md).
 *
 * Errors: PROTOCOL_BYTES_MALFORMED, PROTOCOL_FIELDS_TOO_MANY.
 * Spec: protobuf.md "Encoding rules".
 */
export function canonicalize(table: MessageTable, bytes: Uint8Array, limits: CanonicalizeLimits): Uint8Array {
  return rewrite({ root: table, limits, fieldsLeft: limits.fieldsMax }, table, bytes, 0);
}

interface Scan {
  readonly root: MessageTable;
  readonly limits: CanonicalizeLimits;
  fieldsLeft: number;
}

function rewrite(scan: Scan, table: MessageTable, bytes: Uint8Array, depth: number): Uint8Array {
  if (depth > messageDepthMax) throw malformed(scan, "nested too deep");
  const found = new Map<number, Uint8Array[]>();
  let position = 0;
  while (position < bytes.length) {
    if (--scan.fieldsLeft < 0) {
      throw protocolErrors.create("PROTOCOL_FIELDS_TOO_MANY", {
        message: scan.root.typeName,
        fieldsMax: scan.limits.fieldsMax,
      });
    }
    const tag = readVarint(scan, bytes, position);
    position = tag.next;
    const number = Number(BigInt.asIntN(32, tag.value >> 3n));
    const wireType = Number(tag.value & 7n);
    if (number <= 0) throw malformed(scan, "field number out of range");
    const rule = table.fields[number];
    if (rule === undefined) {
      position = skip(scan, bytes, position, wireType);
      continue;
    }
    position = collect(scan, rule, { bytes, position, wireType, found, table });
  }
  const parts: Uint8Array[] = [];
  for (const rule of table.fields) {
    const values = rule === undefined ? undefined : found.get(rule.number);
    if (rule !== undefined && values !== undefined) emit(scan, rule, values, parts, depth);
  }
  return joinBytes(parts);
}

/** Reads one occurrence of a known field into `found`. */
function collect(
  scan: Scan,
  rule: FieldRule,
  at: { bytes: Uint8Array; position: number; wireType: number; found: Map<number, Uint8Array[]>; table: MessageTable },
): number {
  const { bytes, position, wireType, found } = at;
  let values = found.get(rule.number);
  if (values === undefined) found.set(rule.number, (values = []));
  if (rule.oneof !== undefined) {
    for (const other of at.table.fields)
      if (other !== undefined && other.oneof === rule.oneof && other !== rule) found.delete(other.number);
    values.length = 0;
  }
  const isNumber = rule.wireType !== 2;
  if (wireType === 2) {
    const length = readVarint(scan, bytes, position);
    const end = length.next + Number(BigInt.asIntN(64, length.value));
    if (end < length.next || end > bytes.length) throw malformed(scan, `field ${rule.number} is cut off`);
    if (isNumber) {
      if (!rule.repeated) throw malformed(scan, `field ${rule.number} has a wrong wire type`);
      for (let element = length.next; element < end;) {
        if (--scan.fieldsLeft < 0) {
          throw protocolErrors.create("PROTOCOL_FIELDS_TOO_MANY", {
            message: scan.root.typeName,
            fieldsMax: scan.limits.fieldsMax,
          });
        }
        const number = readNumber(scan, rule, bytes.subarray(0, end), element);
        values.push(number.canonical);
        element = number.next;
      }
    } else {
      if (rule.kind === "text" && !isUtf8(bytes, length.next, end))
        throw malformed(scan, `field ${rule.number} is not UTF-8`);
      if (rule.message === undefined && !rule.repeated) values.length = 0;
      values.push(bytes.subarray(length.next, end));
    }
    return end;
  }
  if (!isNumber || wireType !== rule.wireType) throw malformed(scan, `field ${rule.number} has a wrong wire type`);
  const number = readNumber(scan, rule, bytes, position);
  if (!rule.repeated) values.length = 0;
  values.push(number.canonical);
  return number.next;
}

function emit(scan: Scan, rule: FieldRule, values: readonly Uint8Array[], parts: Uint8Array[], depth: number): void {
  if (rule.message !== undefined) {
    const message = rule.message;
    // Merging two encodings of a message is decoding their concatenation.
    const messages = rule.repeated
      ? values
      : [values.length === 1 && values[0] !== undefined ? values[0] : joinBytes(values)];
    for (const value of messages) {
      const inner = rewrite(scan, message, value, depth + 1);
      parts.push(varintBytes(BigInt((rule.number << 3) | 2)), varintBytes(BigInt(inner.length)), inner);
    }
  } else if (rule.wireType === 2) {
    for (const value of values) {
      if (value.length === 0 && !rule.repeated && rule.oneof === undefined) continue;
      parts.push(varintBytes(BigInt((rule.number << 3) | 2)), varintBytes(BigInt(value.length)), value);
    }
  } else if (rule.packed) {
    const run = joinBytes(values);
    if (run.length > 0) parts.push(varintBytes(BigInt((rule.number << 3) | 2)), varintBytes(BigInt(run.length)), run);
  } else {
    for (const value of values) {
      if (rule.oneof === undefined && !rule.repeated && isZero(rule, value)) continue;
      parts.push(varintBytes(BigInt((rule.number << 3) | rule.wireType)), value);
    }
  }
}

function isZero(rule: FieldRule, value: Uint8Array): boolean {
  // A negative zero is a zero to Go's `!= 0`.
  const signByte = rule.wireType === 0 ? -1 : value.length - 1;
  return value.every((byte, i) => (i === signByte ? byte & 0x7f : byte) === 0);
}

function readNumber(
  scan: Scan,
  rule: FieldRule,
  bytes: Uint8Array,
  position: number,
): { canonical: Uint8Array; next: number } {
  if (rule.wireType !== 0) {
    const next = position + (rule.wireType === 5 ? 4 : 8);
    if (next > bytes.length) throw malformed(scan, `field ${rule.number} is cut off`);
    return { canonical: bytes.subarray(position, next), next };
  }
  const { value, next } = readVarint(scan, bytes, position);
  return { canonical: varintBytes(narrow(rule, value)), next };
}

function narrow(rule: FieldRule, value: bigint): bigint {
  switch (rule.kind) {
    case "bool":
      return value === 0n ? 0n : 1n;
    case "uint32":
      return BigInt.asUintN(32, value);
    case "int32":
      return BigInt.asUintN(64, BigInt.asIntN(32, value));
    default:
      return value;
  }
}

/** A varint of at most ten bytes; bits above 64 fall away, as in Go. */
function readVarint(scan: Scan, bytes: Uint8Array, start: number): { value: bigint; next: number } {
  let value = 0n;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[start + i];
    if (byte === undefined) throw malformed(scan, "a number is cut off");
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), next: start + i + 1 };
  }
  throw malformed(scan, "a number is too long");
}

function varintBytes(value: bigint): Uint8Array {
  const out: number[] = [];
  let rest = value;
  while (rest >= 0x80n) {
    out.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  out.push(Number(rest));
  return Uint8Array.from(out);
}

/** Position after an unknown field; groups are skipped with all they hold. */
function skip(scan: Scan, bytes: Uint8Array, start: number, firstWireType: number): number {
  let position = start;
  let wireType = firstWireType;
  let groups = 0;
  for (;;) {
    switch (wireType) {
      case 0:
        position = readVarint(scan, bytes, position).next;
        break;
      case 1:
        position += 8;
        break;
      case 2: {
        const length = readVarint(scan, bytes, position);
        const size = BigInt.asIntN(64, length.value);
        if (size < 0n) throw malformed(scan, "a length is negative");
        position = length.next + Number(size);
        break;
      }
      case 3:
        groups++;
        break;
      case 4:
        if (groups === 0) throw malformed(scan, "a group ends that never began");
        groups--;
        break;
      case 5:
        position += 4;
        break;
      default:
        throw malformed(scan, "unknown wire type");
    }
    if (position > bytes.length) throw malformed(scan, "an unknown field is cut off");
    if (groups === 0) return position;
    const tag = readVarint(scan, bytes, position);
    position = tag.next;
    wireType = Number(tag.value & 7n);
  }
}

function malformed(scan: Scan, reason: string): CodedError {
  return protocolErrors.create("PROTOCOL_BYTES_MALFORMED", { message: scan.root.typeName, reason });
}
