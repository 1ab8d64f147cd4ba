import { frameBytesMax } from "../limits.ts";

/**
 * Cuts a stream into ABCI messages: each has its length before it as a varint. Memory is bounded by the longest message; a length above
 * `frameBytesMax` or in more than five bytes ends the stream.
 */
export class FrameReader {
  #chunks: Uint8Array[] = [];
  #sizeBytes = 0;
  /** Bytes of the message that is being received; undefined before its length is known. */
  #wanted: number | undefined;

  /** The messages that a chunk completes; undefined when the stream is no ABCI stream. Chunks are kept, not copied. */
  push(chunk: Uint8Array): Uint8Array[] | undefined {
    if (chunk.length > 0) this.#chunks.push(chunk);
    this.#sizeBytes += chunk.length;
    const messages: Uint8Array[] = [];
    for (;;) {
      if (this.#wanted === undefined) {
        const length = this.#readLength();
        if (length === "wrong") return undefined;
        if (length === "incomplete") return messages;
        this.#wanted = length;
      }
      if (this.#sizeBytes < this.#wanted) return messages;
      messages.push(this.#take(this.#wanted));
      this.#wanted = undefined;
    }
  }

  #readLength(): number | "incomplete" | "wrong" {
    let length = 0;
    let index = 0;
    for (const byte of this.#bytes()) {
      length += (byte & 0x7f) * 2 ** (7 * index);
      index++;
      if (length > frameBytesMax || (index === 5 && byte >= 0x80)) return "wrong";
      if (byte >= 0x80) continue;
      this.#take(index);
      return length;
    }
    return "incomplete";
  }

  *#bytes(): Generator<number, void, undefined> {
    for (const chunk of this.#chunks) yield* chunk;
  }

  #take(count: number): Uint8Array {
    this.#sizeBytes -= count;
    const [first] = this.#chunks;
    if (first !== undefined && first.length > count) {
      this.#chunks[0] = first.subarray(count);
      return first.subarray(0, count);
    }
    const out = new Uint8Array(count);
    let filled = 0;
    let used = 0;
    for (const chunk of this.#chunks) {
      const part = chunk.subarray(0, count - filled);
      out.set(part, filled);
      filled += part.length;
      if (part.length < chunk.length) {
        this.#chunks[used] = chunk.subarray(part.length);
        break;
      }
      used++;
      if (filled === count) break;
    }
    this.#chunks = this.#chunks.slice(used);
    return out;
  }
}
