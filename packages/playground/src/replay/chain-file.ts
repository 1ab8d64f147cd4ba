import { bytesToUtf8, concatBytes, equalBytes, utf8ToBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import type { CodedError } from "@yanta/errors";
import { playgroundErrors } from "../errors.ts";
import { chainFileBytesMax, chainFileHeaderBytesMax } from "../limits.ts";

/** A whole chain as one file. */
export interface ChainFile {
  /** The organisations with their private keys, as `networkToJson` gives them: only in a dump. */
  readonly network: unknown;
  /** M(common.BlockInfo) of each block from the first on. */
  readonly blocks: readonly Uint8Array[];
}

const magic = utf8ToBytes("YANTALOG");
const format = 1;
const checksumLength = 32;
const lengthLength = 4;

/**
 * Writes a chain: `YANTALOG`; length and JSON of the header; length and bytes of each block; SHA-256 of all that. Lengths are
 * four bytes, big-endian. Errors: PLAYGROUND_LOG_TOO_LARGE.
 */
export function encodeChainFile({ network, blocks }: ChainFile): Uint8Array {
  const header = utf8ToBytes(JSON.stringify({ format, blockCount: blocks.length, network }));
  const sizeBytes = blocks.reduce((sum, block) => sum + lengthLength + block.length, header.length);
  checkSize(sizeBytes, chainFileBytesMax);
  const content = concatBytes(magic, ...[header, ...blocks].flatMap((part) => [encodeLength(part.length), part]));
  return concatBytes(content, hashBytes("SHA256", content));
}

/**
 * Reads what `encodeChainFile` wrote; nothing in it is checked but the checksum. The blocks are parts of the given bytes.
 *
 * Errors: PLAYGROUND_LOG_TOO_LARGE, PLAYGROUND_LOG_BROKEN, PLAYGROUND_LOG_NEWER.
 */
export function decodeChainFile(bytes: Uint8Array, bytesMax = chainFileBytesMax): ChainFile {
  checkSize(bytes.length, bytesMax);
  const content = bytes.subarray(0, Math.max(0, bytes.length - checksumLength));
  if (!equalBytes(content.subarray(0, magic.length), magic)) throw broken("it does not begin as one");
  const reader = new PartReader(content, magic.length);
  const header = parseHeader(reader.next(chainFileHeaderBytesMax));
  if (!equalBytes(hashBytes("SHA256", content), bytes.subarray(content.length)))
    throw broken("it was cut off or changed");
  const blocks: Uint8Array[] = [];
  while (!reader.isAtEnd) blocks.push(reader.next(content.length));
  if (blocks.length === 0 || blocks.length !== header.blockCount) throw broken("it has another number of blocks");
  return { network: header.network, blocks };
}

interface Header {
  readonly blockCount: unknown;
  readonly network: unknown;
}

function parseHeader(bytes: Uint8Array): Header {
  let header: unknown;
  try {
    header = JSON.parse(bytesToUtf8(bytes));
  } catch (error) {
    throw broken("its header is no JSON", error);
  }
  if (typeof header !== "object" || header === null) throw broken("its header is no object");
  const { format: found, blockCount, network } = header as Record<string, unknown>;
  if (typeof found === "number" && found > format)
    throw playgroundErrors.create("PLAYGROUND_LOG_NEWER", { format: found, formatMax: format });
  if (found !== format) throw broken("its format is unknown");
  return { blockCount, network };
}

class PartReader {
  readonly #bytes: Uint8Array;
  #position: number;

  constructor(bytes: Uint8Array, position: number) {
    this.#bytes = bytes;
    this.#position = position;
  }

  get isAtEnd(): boolean {
    return this.#position === this.#bytes.length;
  }

  next(lengthMax: number): Uint8Array {
    const start = this.#position + lengthLength;
    if (start > this.#bytes.length) throw broken("it ends early");
    const length = new DataView(this.#bytes.buffer, this.#bytes.byteOffset + this.#position).getUint32(0);
    if (length > lengthMax || start + length > this.#bytes.length) throw broken("it ends early");
    this.#position = start + length;
    return this.#bytes.subarray(start, this.#position);
  }
}

function encodeLength(length: number): Uint8Array {
  const bytes = new Uint8Array(lengthLength);
  new DataView(bytes.buffer).setUint32(0, length);
  return bytes;
}

function checkSize(sizeBytes: number, sizeBytesMax: number): void {
  if (sizeBytes > sizeBytesMax) throw playgroundErrors.create("PLAYGROUND_LOG_TOO_LARGE", { sizeBytes, sizeBytesMax });
}

function broken(reason: string, cause?: unknown): CodedError {
  return playgroundErrors.create("PLAYGROUND_LOG_BROKEN", { reason }, cause);
}
