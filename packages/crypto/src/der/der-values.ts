import { bytesToUtf8 } from "@yanta/bytes";
import { cryptoErrors } from "../errors.ts";
import type { DerElement, DerReader } from "./der-reader.ts";
import { derTags } from "./der-tags.ts";

/** Longest object identifier content: far above any real one. */
const oidSizeBytesMax = 64;

/** Dotted text of the next element, an OBJECT IDENTIFIER. */
export function readOid(reader: DerReader): string {
  const element = reader.read(derTags.oid);
  const content = element.content;
  if (content.length === 0 || content.length > oidSizeBytesMax)
    throw malformed(element, "object identifier of odd size");
  const arcs: bigint[] = [];
  let value = 0n;
  let starts = true;
  for (const byte of content) {
    if (starts && byte === 0x80) throw malformed(element, "object identifier arc with leading zeros");
    value = (value << 7n) | BigInt(byte & 0x7f);
    starts = byte < 0x80;
    if (starts) {
      arcs.push(value);
      value = 0n;
    }
  }
  if (!starts) throw malformed(element, "object identifier ends inside an arc");
  const first = arcs[0] ?? 0n;
  const root = first < 40n ? 0n : first < 80n ? 1n : 2n;
  return [root, first - root * 40n, ...arcs.slice(1)].join(".");
}

/** Content of the next element, an INTEGER in its minimal form; big endian two's complement. */
export function readInteger(reader: DerReader): Uint8Array {
  const element = reader.read(derTags.integer);
  checkIntegerIsMinimal(element);
  return element.content;
}

/** The next element, a non-negative INTEGER, without its leading zero byte (zero is empty). */
export function readUnsignedInteger(reader: DerReader): Uint8Array {
  const content = readInteger(reader);
  if ((content[0] ?? 0) >= 0x80) throw reader.fail("negative integer");
  return content[0] === 0 ? content.subarray(1) : content;
}

/** The next element, an INTEGER from 0 to 2^31 − 1. */
export function readSmallInteger(reader: DerReader): number {
  const bytes = readUnsignedInteger(reader);
  if (bytes.length > 4 || (bytes.length === 4 && (bytes[0] ?? 0) >= 0x80)) throw reader.fail("integer out of range");
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

function checkIntegerIsMinimal(element: DerElement): void {
  const [first, second] = element.content;
  if (first === undefined) throw malformed(element, "empty integer");
  if (second === undefined) return;
  if ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))
    throw malformed(element, "integer is not minimal");
}

/** The next element, a BOOLEAN. */
export function readBoolean(reader: DerReader): boolean {
  const element = reader.read(derTags.boolean);
  const value = element.content[0];
  if (element.content.length !== 1 || (value !== 0 && value !== 0xff))
    throw malformed(element, "boolean is neither 00 nor FF");
  return value === 0xff;
}

/** Bytes of the next element, a BIT STRING of whole bytes. */
export function readBitStringBytes(reader: DerReader): Uint8Array {
  const element = reader.read(derTags.bitString);
  if (element.content[0] !== 0) throw malformed(element, "bit string is not of whole bytes");
  return element.content.subarray(1);
}

/** Numbers of the bits that are set in the next element, a BIT STRING of named bits (bit 0 is the first). */
export function readNamedBits(reader: DerReader): ReadonlySet<number> {
  const element = reader.read(derTags.bitString);
  const [unused, ...bytes] = element.content;
  if (unused === undefined || unused > 7 || (bytes.length === 0 && unused !== 0))
    throw malformed(element, "bad bit string");
  if (((bytes.at(-1) ?? 0) & ((1 << unused) - 1)) !== 0) throw malformed(element, "padding bits are set");
  const set = new Set<number>();
  bytes.forEach((byte, index) => {
    for (let bit = 0; bit < 8; bit++) if ((byte & (0x80 >> bit)) !== 0) set.add(index * 8 + bit);
  });
  return set;
}

/** Unix seconds of the next element, a UTCTime or GeneralizedTime in the forms of RFC 5280 4.1.2.5. */
export function readTime(reader: DerReader): bigint {
  const element = reader.read();
  const isUtc = element.tag === derTags.utcTime;
  if (!isUtc && element.tag !== derTags.generalizedTime) throw malformed(element, "not a time");
  const digits = bytesToUtf8(element.content);
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(digits);
  if (match === null || digits.length !== (isUtc ? 13 : 15))
    throw malformed(element, "time is not of the form YYMMDDhhmmssZ");
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const fullYear = isUtc ? year + (year < 50 ? 2000 : 1900) : year;
  const seconds = civilToUnixSeconds(fullYear, month, day, hour * 3600 + minute * 60 + second);
  if (seconds === undefined || hour > 23 || minute > 59 || second > 59) throw malformed(element, "no such date");
  return seconds;
}

/** Unix seconds of a Gregorian date and a second of its day; undefined when there is no such date. */
export function civilToUnixSeconds(year: number, month: number, day: number, secondOfDay: number): bigint | undefined {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const monthDays = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (day < 1 || day > (monthDays[month - 1] ?? 0)) return undefined;
  const years = year - 1;
  const daysBeforeYear = years * 365 + Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  const daysInYear = monthDays.slice(0, month - 1).reduce((sum, days) => sum + days, 0) + day - 1;
  const daysToEpoch = 719_162;
  return BigInt(daysBeforeYear + daysInYear - daysToEpoch) * 86_400n + BigInt(secondOfDay);
}

/** Text of a directory string element; undefined when its type is not a text type. */
export function directoryStringToText(element: DerElement): string | undefined {
  switch (element.tag) {
    case derTags.utf8String:
    case derTags.printableString:
    case derTags.numericString:
    case derTags.ia5String: {
      const text = bytesToUtf8(element.content);
      if (text.includes("\ufffd")) throw malformed(element, "text is not UTF-8");
      return text;
    }
    case derTags.teletexString:
      return String.fromCharCode(...element.content.subarray(0, textSizeBytesMax));
    case derTags.bmpString: {
      if (element.content.length % 2 !== 0) throw malformed(element, "BMP string of odd length");
      const content = element.content.subarray(0, textSizeBytesMax);
      let text = "";
      for (let i = 0; i < content.length; i += 2)
        text += String.fromCharCode((content[i] ?? 0) * 256 + (content[i + 1] ?? 0));
      return text;
    }
    default:
      return undefined;
  }
}

/** Most bytes of an old-style text that are looked at; names are far shorter. */
const textSizeBytesMax = 4096;

function malformed(element: DerElement, reason: string): Error {
  return cryptoErrors.create("CRYPTO_DER_MALFORMED", { offset: element.offset, reason });
}
