import assert from "node:assert/strict";
import { bytesToHex } from "@yanta/bytes";
import { getBlockByHeight, getChainInfo, getTransaction, type Client } from "@yanta/sdk";
import { mapInParallel } from "../../tools/map-in-parallel.ts";
import type { NodeUnderTest } from "./network-under-test.ts";

const waitMs = 180_000;
const pauseMs = 200;
/** To each node. */
const questionsAtATime = 16;

async function heightOf(client: Client): Promise<bigint | undefined> {
  try {
    return (await getChainInfo(client)).blockHeight;
  } catch {
    return undefined;
  }
}

/** Resolves when all nodes answer and have the same height twice in a row; the height. */
export async function untilLevel(nodes: readonly NodeUnderTest[]): Promise<bigint> {
  const deadlineMs = performance.now() + waitMs;
  let before: bigint | undefined;
  for (;;) {
    const heights = await Promise.all(nodes.map(({ client }) => heightOf(client)));
    const [first] = heights;
    const isLevel = first !== undefined && heights.every((height) => height === first);
    if (isLevel && first === before) return first;
    before = isLevel ? first : undefined;
    if (performance.now() > deadlineMs) throw new Error(`the nodes stay at heights ${heights.join(", ")}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** No two nodes differ in any block. */
export async function checkSameBlocks(nodes: readonly NodeUnderTest[], height: bigint): Promise<void> {
  const heights = Array.from({ length: Number(height) + 1 }, (_, at) => BigInt(at));
  await mapInParallel(heights, questionsAtATime, async (at) => {
    const hashes = await Promise.all(
      nodes.map(async ({ client }) =>
        bytesToHex((await getBlockByHeight(client, at)).block?.header?.blockHash ?? new Uint8Array()),
      ),
    );
    assert.equal(new Set(hashes).size, 1, `block ${at} differs: ${hashes.join(", ")}`);
  });
}

/** Every acknowledged transaction is on every node, once. */
export async function checkAcknowledged(nodes: readonly NodeUnderTest[], txIds: readonly string[]): Promise<void> {
  await mapInParallel(txIds, questionsAtATime, async (txId) => {
    const heights = await Promise.all(
      nodes.map(async ({ client }) => (await getTransaction(client, txId)).blockHeight),
    );
    assert.equal(new Set(heights).size, 1, `transaction ${txId} is in blocks ${heights.join(", ")}`);
  });
}
