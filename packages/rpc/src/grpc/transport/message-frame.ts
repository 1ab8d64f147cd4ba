/** What stands before each message: 1 = compressed, then the length in 4 bytes, big endian. Spec: gRPC over HTTP2, "Length-Prefixed-Message". */
export const messagePrefixLength = 5;

const nothing = new Uint8Array(0);

/** A message as it goes over the wire; `begin` stands before the rest of it. */
export function frameMessage(rest: Uint8Array, begin: Uint8Array = nothing): Buffer {
  const length = begin.length + rest.length;
  const frame = Buffer.allocUnsafe(messagePrefixLength + length);
  frame[0] = 0;
  frame.writeUInt32BE(length, 1);
  frame.set(begin, messagePrefixLength);
  frame.set(rest, messagePrefixLength + begin.length);
  return frame;
}

/** How the bytes of a request stand. */
export type RequestProgress = "incomplete" | "complete" | "compressed" | "too-large" | "too-many";

/** Puts the one message of a request together from the pieces in which it comes. */
export class RequestReader {
  readonly #sizeBytesMax: number;
  /** What came of the prefix, as long as it is not whole. */
  #prefix: Uint8Array | undefined;
  #message: Buffer | undefined;
  #filled = 0;
  /** Announced length, once it is known. */
  #sizeBytes = -1;

  constructor(sizeBytesMax: number) {
    this.#sizeBytesMax = sizeBytesMax;
  }

  /** The message; only to be asked for when the progress is "complete". It shares no memory with the connection. */
  get message(): Uint8Array {
    return this.#message ?? Buffer.alloc(0);
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  get isComplete(): boolean {
    return this.#filled === this.#sizeBytes;
  }

  push(chunk: Uint8Array): RequestProgress {
    let bytes = chunk;
    if (this.#sizeBytes < 0) {
      if (this.#prefix !== undefined) bytes = Buffer.concat([this.#prefix, bytes]);
      if (bytes.length < messagePrefixLength) {
        this.#prefix = Uint8Array.from(bytes);
        return "incomplete";
      }
      this.#prefix = undefined;
      if (bytes[0] !== 0) return "compressed";
      this.#sizeBytes = readUint32(bytes, 1);
      if (this.#sizeBytes > this.#sizeBytesMax) return "too-large";
      bytes = bytes.subarray(messagePrefixLength);
    }
    return this.#fill(bytes);
  }

  #fill(bytes: Uint8Array): RequestProgress {
    const end = this.#filled + bytes.length;
    const start = this.#filled;
    this.#filled = end;
    if (end > this.#sizeBytes) return "too-many";
    this.#message = this.#withRoom(start, end);
    this.#message.set(bytes, start);
    return end < this.#sizeBytes ? "incomplete" : "complete";
  }

  /** Room grows with what has really come: an announced length alone takes no memory. */
  #withRoom(filled: number, sizeBytes: number): Buffer {
    const message = this.#message;
    if (message !== undefined && message.length >= sizeBytes) return message;
    const larger = Buffer.allocUnsafe(Math.min(this.#sizeBytes, Math.max(sizeBytes, 2 * (message?.length ?? 0))));
    if (message !== undefined) larger.set(message.subarray(0, filled));
    return larger;
  }
}

function readUint32(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) * 0x1000000 + (((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0))
  );
}
