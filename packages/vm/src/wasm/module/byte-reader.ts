import { nameBytesMax } from "../../limits.ts";
import { ModuleRefusal } from "./module-refusal.ts";

const nameDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads a part of a module's bytes; every read past the end or beside the encoding rules is a `ModuleRefusal`. */
export class ByteReader {
  readonly bytes: Uint8Array;
  position: number;
  readonly end: number;

  constructor(bytes: Uint8Array, position: number, end: number) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  get isAtEnd(): boolean {
    return this.position === this.end;
  }

  readByte(): number {
    if (this.position >= this.end) throw new ModuleRefusal("unexpected end");
    return this.bytes[this.position++] as number;
  }

  /** LEB128 of at most 5 bytes. */
  readUint32(): number {
    let result = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.readByte();
      if (shift === 28 && byte > 0x0f) throw new ModuleRefusal("invalid LEB128");
      result += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return result;
    }
    throw new ModuleRefusal("invalid LEB128");
  }

  /** Signed LEB128 of at most 5 bytes. The engine's validation judges unused bits. */
  readInt32(): number {
    let result = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.readByte();
      result |= (byte & 0x7f) << shift;
      if (byte < 0x80) return shift < 25 && (byte & 0x40) !== 0 ? result | (-1 << (shift + 7)) : result;
    }
    throw new ModuleRefusal("invalid LEB128");
  }

  /** Passes over a signed LEB128 of at most `bytesMax` bytes. */
  skipSigned(bytesMax: number): void {
    for (let i = 0; i < bytesMax; i++) if (this.readByte() < 0x80) return;
    throw new ModuleRefusal("invalid LEB128");
  }

  skip(count: number): void {
    if (count > this.end - this.position) throw new ModuleRefusal("unexpected end");
    this.position += count;
  }

  readName(): string {
    const length = this.readUint32();
    if (length > nameBytesMax) throw new ModuleRefusal(`name of ${length} bytes`);
    const start = this.position;
    this.skip(length);
    try {
      return nameDecoder.decode(this.bytes.subarray(start, this.position));
    } catch {
      throw new ModuleRefusal("malformed UTF-8 in a name");
    }
  }

  /** A count, refused above `countMax`. */
  readCount(what: string, countMax: number): number {
    const count = this.readUint32();
    if (count > countMax) throw new ModuleRefusal(`${count} ${what}, ${countMax} allowed`);
    return count;
  }
}
