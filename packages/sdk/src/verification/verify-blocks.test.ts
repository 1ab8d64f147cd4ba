import assert from "node:assert/strict";
import { test } from "node:test";
import { create, toBinary } from "@bufbuild/protobuf";
import { bytesToUtf8 } from "@yanta/bytes";
import { CodedError } from "@yanta/errors";
import {
  blockHash,
  BlockInfoSchema,
  ChainConfigSchema,
  ContractResultSchema,
  dagHash,
  rwSetRoot,
  txRoot,
  type BlockInfo,
} from "@yanta/protocol";
import { fakeClient, testSigner } from "../testing/fake-client.ts";
import { verifyBlocks } from "./verify-blocks.ts";

/** Empty blocks of one proposer, each linked to the one before. */
async function makeChain(length: number, blockTimestamp = 1n): Promise<readonly Uint8Array[]> {
  const proposer = testSigner(1, "client1");
  const blocks: Uint8Array[] = [];
  let preBlockHash = new Uint8Array(0);
  for (let height = 0n; height < length; height++) {
    const info: BlockInfo = create(BlockInfoSchema, {
      block: {
        header: {
          chainId: "chain1",
          blockTimestamp,
          blockVersion: 2_030_600,
          blockHeight: height,
          preBlockHash,
          proposer: proposer.member,
          txRoot: txRoot("SHA256", []),
          rwSetRoot: rwSetRoot("SHA256", []),
          dagHash: dagHash("SHA256", new Uint8Array(0)),
        },
      },
    });
    const header = info.block?.header ?? assert.fail();
    header.blockHash = blockHash("SHA256", header);
    header.signature = await proposer.sign(header.blockHash);
    preBlockHash = new Uint8Array(header.blockHash);
    blocks.push(toBinary(BlockInfoSchema, info));
  }
  return blocks;
}

/** A node that answers with the block that `pick` names for a height. */
function clientOf(
  blocks: readonly Uint8Array[],
  pick: (height: number) => number = (height) => height,
  hash = "SHA256",
) {
  return fakeClient({
    answer: ({ payload }) => {
      const height = payload?.parameters.find(({ key }) => key === "blockHeight")?.value;
      const result =
        height === undefined
          ? toBinary(ChainConfigSchema, create(ChainConfigSchema, { crypto: { hash } }))
          : (blocks[pick(Number(bytesToUtf8(height)))] ?? new Uint8Array(0));
      return { contractResult: create(ContractResultSchema, { result }) };
    },
  });
}

async function codeOf(report: Promise<unknown>): Promise<string> {
  try {
    await report;
    return "verified";
  } catch (error) {
    if (error instanceof CodedError) return `${error.code} ${String(error.details["what"] ?? "")}`;
    throw error;
  }
}

test("a chain verifies from any height on", async () => {
  const client = clientOf(await makeChain(5));
  const all = await verifyBlocks(client, { from: 0n, to: 4n });
  assert.deepEqual([all.blocks, all.transactions, all.lastHash.length], [5, 0, 32]);
  assert.equal((await verifyBlocks(client, { from: 2n, to: 3n })).blocks, 2);
  assert.equal((await verifyBlocks(client, { from: 3n, to: 2n })).blocks, 0);
});

test("a node that answers with other heights, or with blocks of another chain, is caught", async () => {
  const blocks = await makeChain(5);
  const shifted = clientOf(blocks, (height) => height + 1);
  assert.equal(await codeOf(verifyBlocks(shifted, { from: 0n, to: 3n })), "SDK_BLOCK_INVALID block_height");
  const other = await makeChain(3, 2n);
  const spliced = clientOf([...other, ...blocks.slice(3)]);
  assert.equal(await codeOf(verifyBlocks(spliced, { from: 0n, to: 4n })), "SDK_BLOCK_INVALID pre_block_hash");
});

test("a hash that nobody knows is no hash to verify with; an abort ends the work", async () => {
  const blocks = await makeChain(1);
  const odd = clientOf(blocks, undefined, "MD5");
  assert.match(await codeOf(verifyBlocks(odd, { from: 0n, to: 0n })), /^SDK_ANSWER_UNREADABLE/);
  const reason = new Error("enough");
  const aborted = verifyBlocks(clientOf(blocks), { from: 0n, to: 0n, signal: AbortSignal.abort(reason) });
  await assert.rejects(aborted, reason);
});
