import { concatBytes, joinBytes, utf8ToBytes } from "@yanta/bytes";
import { cryptoErrors } from "../errors.ts";
import { contextTag, derTags } from "./der-tags.ts";

/** One DER element of a tag and the parts of its content. */
export function encodeElement(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = joinBytes(parts);
  return concatBytes(Uint8Array.of(tag, ...encodeLength(content.length)), content);
}

export function encodeSequence(...parts: readonly Uint8Array[]): Uint8Array {
  return encodeElement(derTags.sequence, ...parts);
}

/** INTEGER of a non-negative number given in big-endian bytes; leading zeros are dropped. */
export function encodeUnsignedInteger(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const trimmed = bytes.length === 0 ? Uint8Array.of(0) : bytes.subarray(start);
  return (trimmed[0] ?? 0) >= 0x80
    ? encodeElement(derTags.integer, Uint8Array.of(0), trimmed)
    : encodeElement(derTags.integer, trimmed);
}

/** OBJECT IDENTIFIER of a dotted text; the first two arcs share one base-128 number, whatever its size. */
export function encodeOid(dotted: string): Uint8Array {
  const [root = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const out: number[] = [];
  for (const arc of [root * 40 + second, ...rest]) {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift((left % 128) | 0x80);
    out.push(...groups);
  }
  return encodeElement(derTags.oid, Uint8Array.from(out));
}

export function encodeOctetString(bytes: Uint8Array): Uint8Array {
  return encodeElement(derTags.octetString, bytes);
}

/** BIT STRING of whole bytes. */
export function encodeBitString(bytes: Uint8Array): Uint8Array {
  return encodeElement(derTags.bitString, Uint8Array.of(0), bytes);
}

/** BIT STRING of named bits, trailing zero bits dropped as DER asks. */
export function encodeNamedBits(bits: Iterable<number>): Uint8Array {
  const bytes: number[] = [];
  let last = -1;
  for (const bit of bits) {
    const index = Math.floor(bit / 8);
    while (bytes.length <= index) bytes.push(0);
    bytes[index] = (bytes[index] ?? 0) | (0x80 >> (bit % 8));
    last = Math.max(last, bit);
  }
  const unused = last < 0 ? 0 : 7 - (last % 8);
  return encodeElement(derTags.bitString, Uint8Array.of(unused, ...bytes));
}

export function encodeTrue(): Uint8Array {
  return Uint8Array.of(derTags.boolean, 1, 0xff);
}

export function encodeNull(): Uint8Array {
  return Uint8Array.of(derTags.null, 0);
}

/** `[number]` around complete elements. */
export function encodeExplicit(number: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return encodeElement(contextTag(number, true), ...parts);
}

/** `[number]` in place of a primitive's own tag. */
export function encodeImplicit(number: number, content: Uint8Array): Uint8Array {
  return encodeElement(contextTag(number, false), content);
}

/** PrintableString where the characters allow it, else UTF8String, as Go's encoder chooses. */
export function encodeText(text: string): Uint8Array {
  const tag = /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text) ? derTags.printableString : derTags.utf8String;
  return encodeElement(tag, utf8ToBytes(text));
}

/** UTCTime for 1950 to 2049, GeneralizedTime else. Unix seconds from 1970 to 9999. Errors: CRYPTO_ISSUE_REFUSED. */
export function encodeTime(unixSeconds: bigint): Uint8Array {
  if (unixSeconds < 0n || unixSeconds > endOf9999) {
    throw cryptoErrors.create("CRYPTO_ISSUE_REFUSED", { reason: `${unixSeconds} is not a time in Unix seconds` });
  }
  const digits = new Date(Number(unixSeconds) * 1000).toISOString().replace(/[-:T]/g, "").slice(0, 14);
  const year = Number(digits.slice(0, 4));
  return year >= 1950 && year < 2050
    ? encodeElement(derTags.utcTime, utf8ToBytes(`${digits.slice(2)}Z`))
    : encodeElement(derTags.generalizedTime, utf8ToBytes(`${digits}Z`));
}

const endOf9999 = 253_402_300_799n;

function encodeLength(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}
