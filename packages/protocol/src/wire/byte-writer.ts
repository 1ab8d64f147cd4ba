import type { BinaryString } from "@yanta/bytes";
import { pooledBufferBytesMax } from "../limits.ts";

const textEncoder = new TextEncoder();
const initialSize = 64 * 1024;
/** Below this length a character loop is faster than the platform's encoder. */
const shortText = 48;

/**
 * Writes protobuf fields into one growing buffer. Zero values are left out, as proto3 does, except by the methods
 * that say otherwise. Field numbers are below 16, so that every tag is one byte.
 */
export class ByteWriter {
  #buffer = new Uint8Array(initialSize);
  #position = 0;

  /** The bytes written since the last `finish`, as a copy; the writer is empty again afterwards. */
  finish(): Uint8Array {
    const bytes = this.#buffer.slice(0, this.#position);
    this.#position = 0;
    if (this.#buffer.length > pooledBufferBytesMax) this.#buffer = new Uint8Array(initialSize);
    return bytes;
  }

  /** Drops what was written; called first, since an error may have left a half-written message behind. */
  start(): void {
    this.#position = 0;
  }

  /** A text field; empty is left out. */
  text(number: number, text: string): void {
    if (text.length > 0) this.element(number, text);
  }

  /** A text field or element that is written even when empty. */
  element(number: number, text: string): void {
    this.#reserve(text.length * 3 + 6);
    const mark = this.#open(number);
    const buffer = this.#buffer;
    let position = this.#position;
    let i = 0;
    if (text.length <= shortText) {
      for (; i < text.length; i++) {
        const code = text.charCodeAt(i);
        if (code >= 0x80) break;
        buffer[position++] = code;
      }
    }
    if (i < text.length)
      position += textEncoder.encodeInto(i === 0 ? text : text.slice(i), buffer.subarray(position)).written;
    this.#position = position;
    this.close(mark);
  }

  /** A bytes field given as one character a byte; empty is left out. */
  binary(number: number, text: BinaryString): void {
    const length = text.length;
    if (length === 0) return;
    this.#reserve(length + 6);
    this.#head(number, length);
    const buffer = this.#buffer;
    let position = this.#position;
    for (let i = 0; i < length; i++) buffer[position++] = text.charCodeAt(i);
    this.#position = position;
  }

  /** A bytes field; empty or absent is left out. */
  bytes(number: number, value: Uint8Array | undefined): void {
    if (value !== undefined && value.length > 0) this.message(number, value);
  }

  /** An encoded nested message, written even when empty. */
  message(number: number, value: Uint8Array): void {
    this.#reserve(value.length + 6);
    this.#head(number, value.length);
    this.#buffer.set(value, this.#position);
    this.#position += value.length;
  }

  /** An unsigned number or enum below 2^32; zero is left out. */
  uint32(number: number, value: number): void {
    if (value === 0) return;
    this.#reserve(6);
    this.#buffer[this.#position++] = number << 3;
    this.#varint(value >>> 0);
  }

  /** An unsigned 64-bit number; zero is left out. */
  uint64(number: number, value: bigint): void {
    if (value === 0n) return;
    this.#reserve(11);
    this.#buffer[this.#position++] = number << 3;
    let rest = BigInt.asUintN(64, value);
    while (rest >= 0x80n) {
      this.#buffer[this.#position++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#buffer[this.#position++] = Number(rest);
  }

  /** Begins a nested message; `close` takes the mark. */
  open(number: number): number {
    this.#reserve(6);
    return this.#open(number);
  }

  /** Ends the nested message that began at `mark`: moves its content when the length needs more than the one byte kept for it. */
  close(mark: number): void {
    const length = this.#position - mark;
    if (length < 0x80) {
      this.#buffer[mark - 1] = length;
      return;
    }
    const extra = lengthSize(length) - 1;
    this.#reserve(extra);
    this.#buffer.copyWithin(mark + extra, mark, this.#position);
    this.#position = mark - 1;
    this.#varint(length);
    this.#position += length;
  }

  #open(number: number): number {
    this.#buffer[this.#position] = (number << 3) | 2;
    this.#position += 2;
    return this.#position;
  }

  #head(number: number, length: number): void {
    this.#buffer[this.#position++] = (number << 3) | 2;
    this.#varint(length);
  }

  #varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.#buffer[this.#position++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#buffer[this.#position++] = rest;
  }

  #reserve(size: number): void {
    const needed = this.#position + size;
    if (needed <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#buffer.length * 2));
    larger.set(this.#buffer.subarray(0, this.#position));
    this.#buffer = larger;
  }
}

/** Bytes of a length below 2^32 as a varint. */
export function lengthSize(length: number): number {
  return length < 0x80 ? 1 : length < 0x4000 ? 2 : length < 0x200000 ? 3 : length < 0x10000000 ? 4 : 5;
}

/** Writes one length-delimited field at `position` and returns the position after it. The buffer has been sized for it. */
export function putDelimited(out: Uint8Array, position: number, number: number, value: Uint8Array): number {
  out[position++] = (number << 3) | 2;
  let rest = value.length;
  while (rest >= 0x80) {
    out[position++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  out[position++] = rest;
  out.set(value, position);
  return position + value.length;
}

/** Size of a length-delimited field with a number below 16. */
export function delimitedSize(length: number): number {
  return 1 + lengthSize(length) + length;
}
