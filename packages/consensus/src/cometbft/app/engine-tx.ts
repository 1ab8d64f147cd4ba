import { concatBytes, encodeVarint } from "@yanta/bytes";
import { batchTxCountMax } from "../limits.ts";

/** What one transaction of the engine carries. */
export type EngineTx =
  /** A built block: M(common.BlockInfo) without rwsets and additional data. Only proposals hold it. */
  | { readonly kind: "block"; readonly blockBytes: Uint8Array }
  /** Transactions on their way to every proposer: M(TxRequest) each. Only the engine's mempool holds it. */
  | { readonly kind: "batch"; readonly requests: readonly Uint8Array[] };

const kindByte = { block: 1, batch: 2 } as const;

/** Kind byte, then the block. */
export function encodeBlockTx(blockBytes: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(kindByte.block), blockBytes);
}

/**
 * Kind byte, a byte that tells one sending from the next, then each request with its length as a varint before it. Engines
 * forget a batch only by its bytes: the same transactions are sent again under another `attempt` (0 to 255).
 */
export function encodeBatchTx(requests: readonly Uint8Array[], attempt: number): Uint8Array {
  const parts = requests.flatMap((request) => [encodeVarint(request.length), request]);
  return concatBytes(Uint8Array.of(kindByte.batch, attempt), ...parts);
}

/** Takes an engine transaction apart, from anybody; undefined when it is none of ours. The pieces are views of the bytes. */
export function decodeEngineTx(bytes: Uint8Array): EngineTx | undefined {
  if (bytes[0] === kindByte.block && bytes.length > 1) return { kind: "block", blockBytes: bytes.subarray(1) };
  if (bytes[0] !== kindByte.batch) return undefined;
  const requests: Uint8Array[] = [];
  let position = 2;
  while (position < bytes.length) {
    const length = readLength(bytes, position);
    if (length === undefined || requests.length === batchTxCountMax) return undefined;
    const end = length.end + length.value;
    if (length.value === 0 || end > bytes.length) return undefined;
    requests.push(bytes.subarray(length.end, end));
    position = end;
  }
  return requests.length === 0 ? undefined : { kind: "batch", requests };
}

/** A varint of at most four bytes, in its only form. */
function readLength(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let index = 0; index < 4; index++) {
    const byte = bytes[start + index];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return index > 0 && byte === 0 ? undefined : { value, end: start + index + 1 };
  }
  return undefined;
}
