import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fromJson, toBinary, type JsonValue } from "@bufbuild/protobuf";
import { hexToBytes } from "@yanta/bytes";
import { blockHash, BlockInfoSchema, type BlockHeader, type BlockInfo } from "@yanta/protocol";
import { CodedError } from "@yanta/errors";
import { leafMutations } from "../testing/leaf-mutations.ts";
import { verifyBlock, type VerifyBlockOptions } from "./verify-block.ts";

const vector = join(
  import.meta.dirname,
  "../../../../third_party/chainmaker-vectors/blocks/real-block-2030200-height-2.json",
);

/** A block that a ChainMaker node made, with its read-write sets. */
function realBlock(): { readonly info: BlockInfo; readonly header: BlockHeader } {
  const info = fromJson(BlockInfoSchema, JSON.parse(readFileSync(vector, "utf8")) as JsonValue);
  return { info, header: info.block?.header ?? assert.fail("the vector has no header") };
}

function outcomeOf(info: BlockInfo, options: Partial<VerifyBlockOptions> = {}): string {
  try {
    verifyBlock(toBinary(BlockInfoSchema, info), { algorithm: "SHA256", previousHash: undefined, ...options });
    return "verified";
  } catch (error) {
    if (error instanceof CodedError)
      return error.code === "SDK_BLOCK_INVALID" ? String(error.details["what"]) : error.code;
    throw error;
  }
}

test("a block of a ChainMaker node verifies", () => {
  const { info, header } = realBlock();
  const verified = verifyBlock(toBinary(BlockInfoSchema, info), {
    algorithm: "SHA256",
    previousHash: header.preBlockHash,
    height: 2n,
    hasRwSets: true,
  });
  assert.deepEqual(verified, { height: 2n, blockHash: header.blockHash, txCount: header.txCount });
});

test("any change of any field is found, but for those that the hash does not cover", () => {
  const { info } = realBlock();
  const unnoticed: string[] = [];
  const mutations = leafMutations(BlockInfoSchema, info);
  for (const mutation of mutations) {
    mutation.apply();
    const outcome = outcomeOf(info);
    mutation.undo();
    if (outcome === "verified") unnoticed.push(mutation.path);
  }
  assert.equal(outcomeOf(info), "verified", "all changes were taken back");
  assert.ok(mutations.length > 80, `only ${mutations.length} fields`);
  assert.deepEqual(
    unnoticed.filter((path) => !/^block\.txs\.\d+\.result\.contractResult\.gasUsed$/.test(path)),
    [],
  );
});

test("a header that was changed and hashed again lacks the proposer's signature", () => {
  const { info, header } = realBlock();
  const names = leafMutations(BlockInfoSchema, info)
    .filter(({ path }) => path.startsWith("block.header.") && !path.endsWith(".blockHash"))
    .map((mutation) => {
      mutation.apply();
      const hash = header.blockHash;
      header.blockHash = blockHash("SHA256", header);
      const outcome = outcomeOf(info);
      header.blockHash = hash;
      mutation.undo();
      assert.notEqual(outcome, "verified", mutation.path);
      return mutation.path;
    });
  assert.ok(names.includes("block.header.blockTimestamp") && names.includes("block.header.signature"));
});

test("transactions and read-write sets that are left out, doubled or exchanged are found", () => {
  const change = (alter: (info: BlockInfo) => void): string => {
    const { info } = realBlock();
    alter(info);
    return outcomeOf(info, { hasRwSets: true });
  };
  assert.equal(
    change(({ block }) => void block?.txs.pop()),
    "tx_count",
  );
  assert.equal(
    change(({ block }) => void block?.txs.push(...block.txs.slice(-1))),
    "tx_count",
  );
  assert.equal(
    change((info) => void info.rwsetList.push(...info.rwsetList.slice(-1))),
    "rw_set_root",
  );
  assert.equal(
    change((info) => void (info.rwsetList = [])),
    "rw_set_root",
  );
  assert.equal(
    change(({ block }) => block !== undefined && delete block.dag),
    "dag_hash",
  );
});

test("another height or another predecessor than asked for is refused", () => {
  const { info } = realBlock();
  assert.equal(outcomeOf(info, { height: 3n }), "block_height");
  assert.equal(outcomeOf(info, { previousHash: new Uint8Array(32) }), "pre_block_hash");
});

test("only the genesis block may lack a proposer, and asking for a height tells it apart", () => {
  const { info, header } = realBlock();
  delete header.proposer;
  header.blockHash = blockHash("SHA256", header);
  assert.equal(outcomeOf(info), "signature of nobody");
  header.blockHeight = 0n;
  header.blockHash = blockHash("SHA256", header);
  assert.equal(outcomeOf(info, { height: 2n }), "block_height");
});

test("bytes that are no block are refused with a code", () => {
  for (const hex of ["", "ff", "0a02", "0a00"]) {
    assert.throws(
      () => verifyBlock(hexToBytes(hex) ?? assert.fail(hex), { algorithm: "SHA256", previousHash: undefined }),
      (error) => error instanceof CodedError && /^(SDK_BLOCK_INVALID|PROTOCOL_)/.test(error.code),
      hex,
    );
  }
});
