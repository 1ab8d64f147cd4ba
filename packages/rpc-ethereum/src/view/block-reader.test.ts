import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import type { Chain } from "@yanta/chain";
import { BlockHeaderSchema, encodeBlockInfo, encodeMessage, encodeTxRwSet } from "@yanta/protocol";
import { blockCacheBytesMax, blockCacheCountMax } from "../limits.ts";
import { BlockReader } from "./block-reader.ts";

/** A chain of blocks of some bytes; `loads` tells how often each was read from it. */
function chainOf(sizesBytes: readonly number[]) {
  const loads = new Map<bigint, number>();
  const getBlock = (height: bigint) => {
    loads.set(height, (loads.get(height) ?? 0) + 1);
    const value = new Uint8Array(sizesBytes[Number(height)] ?? 0);
    const blockInfoBytes = encodeBlockInfo({
      headerBytes: encodeMessage(BlockHeaderSchema, create(BlockHeaderSchema, { blockHeight: height })),
      dagBytes: undefined,
      txBytes: [],
      rwSetBytes: [encodeTxRwSet({ txId: "t", reads: [], writes: [{ contract: "c", key: "k", value }] })],
    });
    return { height, blockHash: new Uint8Array(32), blockInfoBytes };
  };
  const reader = new BlockReader({ ledger: { getBlock } } as unknown as Chain);
  const read = (...heights: readonly number[]): void => {
    for (const height of heights) assert.equal(reader.read(BigInt(height))?.height, BigInt(height));
  };
  return { read, loadsOf: (height: number) => loads.get(BigInt(height)) ?? 0 };
}

test("the blocks read last are kept, up to a number", () => {
  const heights = Array.from({ length: blockCacheCountMax + 1 }, (_, height) => height);
  const { read, loadsOf } = chainOf(heights.map(() => 10));
  read(...heights.slice(0, -1), 0, blockCacheCountMax, 0, 1);
  assert.deepEqual([loadsOf(0), loadsOf(1), loadsOf(blockCacheCountMax)], [1, 2, 1]);
});

test("large blocks push out others by their bytes, and too large ones are not kept", () => {
  const half = Math.floor(blockCacheBytesMax / 2) - 1000;
  const { read, loadsOf } = chainOf([half, half, half, blockCacheBytesMax]);
  read(0, 1, 0, 1);
  assert.deepEqual([loadsOf(0), loadsOf(1)], [1, 1]);
  read(2, 1, 0);
  assert.deepEqual([loadsOf(0), loadsOf(1), loadsOf(2)], [2, 1, 1]);
  read(3, 3, 0);
  assert.deepEqual([loadsOf(3), loadsOf(0)], [2, 2]);
});
