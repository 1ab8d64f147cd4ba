/** Reads numbers of the binary format. The compiler's own output and modules that the runtime accepts come in: no hostile bytes. */
export class WasmReader {
  readonly bytes: Uint8Array;
  position: number;

  constructor(bytes: Uint8Array, position = 0) {
    this.bytes = bytes;
    this.position = position;
  }

  byte(): number {
    const byte = this.bytes[this.position++];
    if (byte === undefined) throw new RangeError("unexpected end of the module");
    return byte;
  }

  uint32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError("a number of the module is too long");
  }

  /** Passes over a LEB128 number of any kind. */
  skipNumber(): void {
    while (this.byte() >= 0x80);
  }

  take(length: number): Uint8Array {
    const start = this.position;
    this.position += length;
    if (this.position > this.bytes.length) throw new RangeError("unexpected end of the module");
    return this.bytes.subarray(start, this.position);
  }

  name(): string {
    return new TextDecoder().decode(this.take(this.uint32()));
  }
}

/** An unsigned LEB128 number. */
export function encodeUint32(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}

/** A signed LEB128 number of 32 bits. */
export function encodeInt32(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

export function encodeName(name: string): number[] {
  return encodeSized(new TextEncoder().encode(name));
}

/** Length, then content. */
export function encodeSized(content: ArrayLike<number>): number[] {
  return [...encodeUint32(content.length), ...Array.from(content)];
}

/** Count, then elements. */
export function encodeVector(elements: readonly ArrayLike<number>[]): number[] {
  return [...encodeUint32(elements.length), ...elements.flatMap((element) => Array.from(element))];
}
