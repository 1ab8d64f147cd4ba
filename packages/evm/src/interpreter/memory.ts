/** A pooled memory bigger than this is given back to the engine. */
const keptBytesMax = 256 * 1024;
const firstBytes = 4096;

/** Memory of one frame: bytes that read as zero until written. Growing is paid for by who calls `grow`. */
export class Memory {
  bytes = new Uint8Array(firstBytes);
  view = new DataView(this.bytes.buffer);
  /** Bytes in use, a multiple of 32. */
  size = 0;

  /** Makes the first `size` bytes usable. */
  grow(size: number): void {
    if (size > this.bytes.length) {
      const bytes = new Uint8Array(Math.max(size, 2 * this.bytes.length));
      bytes.set(this.bytes.subarray(0, this.size));
      this.bytes = bytes;
      this.view = new DataView(bytes.buffer);
    }
    this.size = size;
  }

  /** Copies bytes of an array to `offset`; what lies past its end is written as zeros. The room is there already. */
  write(offset: number, source: Uint8Array, start: number, length: number): void {
    const available = start < source.length ? Math.min(length, source.length - start) : 0;
    if (available > 0) this.bytes.set(source.subarray(start, start + available), offset);
    if (available < length) this.bytes.fill(0, offset + available, offset + length);
  }

  /** Back to the state of a new memory. */
  clear(): void {
    if (this.bytes.length > keptBytesMax) {
      this.bytes = new Uint8Array(firstBytes);
      this.view = new DataView(this.bytes.buffer);
    } else {
      this.bytes.fill(0, 0, this.size);
    }
    this.size = 0;
  }
}
