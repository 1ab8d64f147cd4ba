import { cryptoErrors } from "../errors.ts";
import { derTags } from "./der-tags.ts";

/** One DER element: its tag byte, its content, and the whole encoding with the header. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly raw: Uint8Array;
  /** Where `content` starts in the outermost input, for error messages. */
  readonly offset: number;
}

/**
 * Walks over a run of DER elements. Strict: definite, minimal lengths and single-byte tags only, nothing past the end.
 * It never recurses: callers step into structures they know, so the depth is bounded by the code that reads.
 * Errors: CRYPTO_DER_MALFORMED.
 */
export class DerReader {
  readonly #bytes: Uint8Array;
  readonly #base: number;
  #position = 0;

  constructor(bytes: Uint8Array, base = 0) {
    this.#bytes = bytes;
    this.#base = base;
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#bytes.length;
  }

  /** The tag byte of the next element, undefined at the end. */
  peekTag(): number | undefined {
    return this.#bytes[this.#position];
  }

  /** The next element; with `tag`, refuses another tag. */
  read(tag?: number): DerElement {
    const bytes = this.#bytes;
    const start = this.#position;
    const found = bytes[start];
    if (found === undefined) throw this.fail("data ends where an element should start");
    if (tag !== undefined && found !== tag) throw this.fail(`tag ${hexByte(found)} where ${hexByte(tag)} should be`);
    if ((found & 0x1f) === 0x1f) throw this.fail("tag of more than one byte");
    let position = start + 1;
    let length = bytes[position++];
    if (length === undefined) throw this.fail("data ends inside a length");
    if (length >= 0x80) {
      const count = length & 0x7f;
      if (count === 0 || count > 4) throw this.fail("indefinite or oversized length");
      length = 0;
      for (let i = 0; i < count; i++) {
        const byte = bytes[position++];
        if (byte === undefined) throw this.fail("data ends inside a length");
        length = length * 256 + byte;
        if (length === 0) throw this.fail("length with leading zeros");
      }
      if (length < 0x80) throw this.fail("length is not minimal");
    }
    const end = position + length;
    if (end > bytes.length) throw this.fail("data ends inside an element");
    this.#position = end;
    return {
      tag: found,
      content: bytes.subarray(position, end),
      raw: bytes.subarray(start, end),
      offset: this.#base + position,
    };
  }

  /** The next element if it has the tag, else undefined and nothing is consumed. */
  readOptional(tag: number): DerElement | undefined {
    return this.peekTag() === tag ? this.read(tag) : undefined;
  }

  /** A reader over the content of the next element, which must have the tag. */
  enter(tag: number = derTags.sequence): DerReader {
    const element = this.read(tag);
    return new DerReader(element.content, element.offset);
  }

  /** Refuses anything left over. */
  end(): void {
    if (!this.isAtEnd) throw this.fail("unexpected data after the last element");
  }

  /** The error for a fault at the reader's position, to be thrown. */
  fail(reason: string): Error {
    return cryptoErrors.create("CRYPTO_DER_MALFORMED", { offset: this.#base + this.#position, reason });
  }
}

/** The only element of `bytes`, with nothing after it. */
export function readSingleElement(bytes: Uint8Array, tag: number = derTags.sequence): DerElement {
  const reader = new DerReader(bytes);
  const element = reader.read(tag);
  reader.end();
  return element;
}

/** A reader over the content of the only element of `bytes`. */
export function enterSingleElement(bytes: Uint8Array, tag: number = derTags.sequence): DerReader {
  const element = readSingleElement(bytes, tag);
  return new DerReader(element.content, element.offset);
}

function hexByte(value: number): string {
  return `0x${value.toString(16).padStart(2, "0")}`;
}
