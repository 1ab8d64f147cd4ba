import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  FakeEngine,
  ManualTime,
  openEngineNode,
  testCertificate,
  testEngineBinding,
  testEngineGenesis,
} from "@yanta/consensus/testing";
import { callTx, installTx, testNow } from "@yanta/chain/testing";
import { CodedError } from "@yanta/errors";
import { encodeBlockInfo, scanBlockInfo, type ScannedBlockInfo } from "@yanta/protocol";
import { engineBindingToJson } from "@yanta/consensus/engine";
import { proveBlock, proveTransaction } from "./collect/prove-transaction.ts";
import type { BlockProof, ChainProof, TrustRoots } from "./interface.ts";
import { verifyChainProof } from "./verify-chain-proof.ts";

const seed = Number(process.env["YANTA_SEED"] ?? Date.now() % 1_000_000);
const { config, appState } = testEngineGenesis(4);
const engine = new FakeEngine("chain1", appState);
const node = await openEngineNode({ index: 0, appState, config, time: new ManualTime(testNow), engine });
await engine.handshake();
const firstAppHash = engine.disk.appHash;
for (const txs of [[installTx("alpha")], [put("a0"), put("a1")], [put("b0")], [put("c0")]]) {
  node.chain.send(...txs);
  await engine.apply(await engine.prepare(testNow));
}

function put(txId: string) {
  return callTx(txId, "put", { key: txId, value: txId });
}

function blockAt(height: bigint): ScannedBlockInfo {
  return scanBlockInfo(node.chain.ledger.getBlock(height)?.blockInfoBytes ?? assert.fail());
}

/** A block with a certificate; the blocks of this chain have the engine's heights. */
function certified(height: bigint, voters: readonly number[] = [1, 2, 3], validators = [1, 2, 3, 4]): BlockProof {
  return certifiedOver(appHashBefore(height), height, voters, validators);
}

function appHashBefore(height: bigint): Uint8Array {
  return engine.appHashes.get(height - 1n) ?? firstAppHash;
}

function certifiedOver(
  appHash: Uint8Array,
  height: bigint,
  voters: readonly number[],
  validators: readonly number[],
): BlockProof {
  const { headerBytes, dagBytes, txBytes } = blockAt(height);
  const blockBytes = encodeBlockInfo({ headerBytes, dagBytes, txBytes, rwSetBytes: [] });
  const certificate = testCertificate({ engineHeight: height, blockBytes, validators, voters, appHash });
  return { headerBytes, commit: { certificate, blockBytes } };
}

const bare = (height: bigint): BlockProof => proveBlock(blockAt(height));
const bindings = [1, 2, 3, 4].map((org) => JSON.stringify(engineBindingToJson(testEngineBinding(org))));
const roots: TrustRoots = { genesisHash: blockAt(0n).header.blockHash, certificates: [] };
const proofOf = (...blocks: readonly BlockProof[]): ChainProof => ({
  blocks: [bare(0n), ...blocks],
  configurations: [proveTransaction(blockAt(0n), 0, "SHA256")],
  transactions: [proveTransaction(blockAt(2n), 1, "SHA256")],
  bindings,
  certificates: [],
});

function refusalOf(proof: ChainProof): string {
  try {
    verifyChainProof(proof, roots);
  } catch (error) {
    assert.ok(error instanceof CodedError, String(error));
    return error.code;
  }
  return "none";
}

describe("a proof of a chain that CometBFT decides on", () => {
  it("holds by the votes of more than two thirds", () => {
    const verified = verifyChainProof(proofOf(certified(2n)), roots);
    assert.equal(verified.decider, "cometbft");
    assert.deepEqual(verified.transactions[0]?.block.votes, { signedPower: 3n, totalPower: 4n });
    assert.equal(verified.transactions[0].txId, "a1");
    assert.equal(verified.configurations[0]?.validators.length, 4);
  });

  it("does not hold by fewer, by strangers, or with none", () => {
    assert.equal(refusalOf(proofOf(certified(2n, [1, 2]))), "PROOF_CERTIFICATE_INVALID");
    assert.equal(refusalOf(proofOf(certified(2n, [1, 2, 3], [1, 2, 3]))), "PROOF_CERTIFICATE_INVALID");
    assert.equal(refusalOf(proofOf(bare(2n))), "PROOF_CERTIFICATE_MISSING");
  });

  it("needs the votes for this very block", () => {
    const { commit } = certified(3n);
    assert.ok(commit);
    assert.equal(refusalOf(proofOf({ ...bare(2n), commit })), "PROOF_CERTIFICATE_INVALID");
    const cut = { ...commit, blockBytes: commit.blockBytes.subarray(0, 10) };
    assert.equal(refusalOf(proofOf({ ...bare(2n), commit: cut })), "PROOF_MALFORMED");
  });

  it("holds by the votes for a later block that follows it", () => {
    const verified = verifyChainProof(proofOf(bare(2n), bare(3n), certified(4n)), roots);
    assert.equal(verified.transactions[0]?.block.certifiedBy, 4n);
    assert.deepEqual(verified.transactions[0].block.votes, { signedPower: 3n, totalPower: 4n });
    assert.equal(refusalOf(proofOf(bare(2n), certified(4n))), "PROOF_CERTIFICATE_MISSING");
  });

  it("tells the state hash that the votes cover, and computes it anew where it brings all blocks before", () => {
    const { stateBefore: told } = verifyChainProof(proofOf(certified(2n)), roots).transactions[0]?.block ?? {};
    assert.deepEqual(told, { appHash: appHashBefore(2n), isComputed: false });
    const { blocks } = verifyChainProof(proofOf(certified(1n), certified(2n)), roots);
    assert.deepEqual(blocks.at(-1)?.stateBefore, { appHash: appHashBefore(2n), isComputed: true });
    const other = new Uint8Array(32).fill(7);
    const everybody = [1, 2, 3, 4];
    const over = (height: bigint): BlockProof => certifiedOver(other, height, everybody, everybody);
    assert.equal(refusalOf(proofOf(certified(1n), over(2n))), "PROOF_CERTIFICATE_INVALID");
    assert.equal(refusalOf(proofOf(over(2n))), "none", "nothing says what the hash is to be");
    // All the blocks before, but for one of an engine height that was not decided.
    const { headerBytes, commit } = certified(1n);
    assert.ok(commit);
    const certificate = testCertificate({
      engineHeight: 9n,
      blockBytes: commit.blockBytes,
      validators: everybody,
      voters: everybody,
    });
    assert.equal(
      refusalOf(proofOf({ headerBytes, commit: { ...commit, certificate } }, certified(2n))),
      "PROOF_CERTIFICATE_INVALID",
    );
  });

  it(`refuses a certificate or a block with any byte changed (seed ${seed})`, () => {
    const { commit, headerBytes } = certified(2n);
    assert.ok(commit);
    const property = fc.property(fc.boolean(), fc.nat(), fc.integer({ min: 1, max: 255 }), (isBlock, place, mask) => {
      const name = isBlock ? "blockBytes" : "certificate";
      const changed = commit[name].slice();
      changed[place % changed.length] = (changed[place % changed.length] ?? 0) ^ mask;
      assert.match(refusalOf(proofOf({ headerBytes, commit: { ...commit, [name]: changed } })), /^(PROOF|PROTOCOL)_/);
    });
    fc.assert(property, { seed, numRuns: 40 });
  });

  it("takes only bindings that the genesis' own nodes signed", () => {
    const proof = proofOf(certified(2n));
    const stranger = JSON.stringify({
      ...JSON.parse(bindings[0] ?? ""),
      engineKey: JSON.parse(bindings[1] ?? "").engineKey,
    });
    assert.equal(refusalOf({ ...proof, bindings: bindings.with(0, stranger) }), "PROOF_BINDING_INVALID");
    assert.equal(refusalOf({ ...proof, bindings: bindings.with(1, bindings[0] ?? "") }), "PROOF_BINDING_INVALID");
    assert.equal(refusalOf({ ...proof, bindings: [...bindings, bindings[0] ?? ""] }), "PROOF_BINDING_INVALID");
    assert.equal(refusalOf({ ...proof, bindings: bindings.with(0, "{") }), "PROOF_BINDING_INVALID");
    assert.equal(refusalOf({ ...proof, bindings: bindings.slice(1) }), "PROOF_CERTIFICATE_INVALID");
    assert.equal(refusalOf({ ...proof, bindings: [] }), "PROOF_CERTIFICATE_INVALID");
  });
});
