import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import { bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import { createCertificateSigner, type OpenChain } from "@yanta/chain";
import { CodedError } from "@yanta/errors";
import { TxType } from "@yanta/protocol";
import { openMemoryLedger } from "@yanta/storage";
import type { MemberName } from "../interface.ts";
import { replayInThread } from "../node/replay-in-thread.ts";
import { openHeadlessPlayground } from "../headless/open-headless-playground.ts";
import { chainId, createGenesisConfig } from "../worker/genesis-config.ts";
import { findMember, type Network, networkFromJson } from "../worker/network.ts";
import { openReplica } from "../worker/running-chain.ts";
import { signRequest } from "../worker/sign-request.ts";
import { decodeChainFile, encodeChainFile } from "./chain-file.ts";
import { type ReplayedChain, replayLog, type ReplayOptions } from "./replay-log.ts";

const third = new URL("../../../../third_party/chainmaker-contracts/", import.meta.url);
const rustFact = readFileSync(new URL("rust-fact-2.0.0.wasm", third));
const budget = { bytesMax: 1_000_000, gasMax: 10_000_000_000n, timeMsMax: 60_000 };
const seed = Number(process.env["REPLAY_SEED"] ?? Math.floor(Math.random() * 1e9) + 1);

interface Sample {
  readonly log: Uint8Array;
  readonly dump: Uint8Array;
  readonly tip: ReplayedChain["tip"];
  readonly txIds: readonly string[];
}

/** A chain with a contract, calls, a failure and a change of the configuration. */
async function makeSample(): Promise<Sample> {
  const playground = await openHeadlessPlayground();
  await playground.install({ name: "fact", version: "1.0", runtime: "WASMER", bytecode: rustFact });
  const txIds: string[] = [];
  for (const name of ["a", "b"]) {
    const parameters = { file_hash: name, file_name: `${name}.txt`, time: "1" };
    const { kind, txId } = await playground.send({ contract: "fact", method: "save", parameters });
    assert.equal(kind, "committed");
    txIds.push(txId);
  }
  await playground.send({ contract: "nothing", method: "do" });
  const endorsers = playground.info.members.filter(({ name }) => name === "admin1");
  const [sender] = endorsers;
  assert.ok(sender !== undefined);
  const block = { tx_timeout: "700", block_interval: "20" };
  const update = { contract: "CHAIN_CONFIG", method: "BLOCK_UPDATE", parameters: block, sender, endorsers };
  const updated = await playground.send({ ...update, sequence: 1n });
  assert.ok(updated.kind === "committed" && updated.code === 0);
  const [log, dump, tip] = [await playground.exportLog(), await playground.dump(), await playground.getTip()];
  await playground.close();
  return { log, dump, tip, txIds };
}

function replay(log: Uint8Array, options: Partial<ReplayOptions> = {}): Promise<ReplayedChain> {
  return replayLog(log, { budget, monotonicMs: () => performance.now(), ...options });
}

/** The same file with other blocks and a checksum that fits. */
function withBlocks(log: Uint8Array, change: (blocks: readonly Uint8Array[]) => readonly Uint8Array[]): Uint8Array {
  return encodeChainFile({ network: undefined, blocks: change(decodeChainFile(log).blocks) });
}

function flipBit(bytes: Uint8Array, from: number, random: (limit: number) => number): void {
  const at = from + random(bytes.length - from);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
}

/** Numbers from a seed, below `limit`. */
function createRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => (state = (state * 48_271) % 2_147_483_647) % limit;
}

/** A chain's first two blocks, made by its own node, which takes whomever another network's rules take. */
async function logWithCallOf(
  own: Network,
  network: Network,
): Promise<{ readonly log: Uint8Array; readonly txId: string }> {
  const [node, sender] = [findMember(own, named("consensus1")), findMember(network, named("client1"))];
  const clock = { unixSeconds: () => 1_900_000_000n, monotonicMs: () => 0 };
  const signer = createCertificateSigner(node.orgId, node.certificate, node.privateKey);
  const [{ chain, producer }, other] = (await Promise.all(
    [own, network].map((each) =>
      openReplica({
        ledger: openMemoryLedger({ chainId }),
        genesis: createGenesisConfig(each),
        vms: [],
        clock,
        signer,
      }),
    ),
  )) as [OpenChain, OpenChain];
  Object.assign(chain.accessControl, other.chain.accessControl);
  const request = {
    contract: "nothing",
    method: "do",
    parameters: {},
    unixSeconds: clock.unixSeconds(),
    endorsers: [],
  };
  const tx = signRequest({ ...request, txType: TxType.INVOKE_CONTRACT, sender });
  assert.equal(chain.admit(tx), undefined);
  const proposal = producer.propose(clock.unixSeconds());
  assert.ok(proposal !== undefined);
  await producer.commit(proposal);
  const blocks = [0n, 1n].map((height) => chain.ledger.getBlock(height)?.blockInfoBytes ?? new Uint8Array(0));
  return { log: encodeChainFile({ network: undefined, blocks }), txId: tx.txId };
}

function named(name: string): MemberName {
  return { orgId: "wx-org1.chainmaker.org", name };
}

describe("a chain's log executed again", () => {
  let sample: Sample;
  let other: Sample;

  before(async () => {
    console.log(`REPLAY_SEED=${seed}`);
    [sample, other] = [await makeSample(), await makeSample()];
  });

  it("comes to the same hashes, and shows state, transactions, gas and traces", async () => {
    for (const file of [sample.log, sample.dump]) {
      const chain = await replay(file);
      assert.deepEqual(chain.tip, sample.tip);
      assert.equal(chain.tip.height, 5n);
      assert.equal(chain.getBlock(0n)?.hash, chain.genesisHash);
      const rows = chain.listState({ contract: "fact" });
      const saved = rows.find(({ value }) => bytesToUtf8(value).includes("a.txt"));
      assert.ok(saved !== undefined, rows.map(({ key }) => key).join());
      assert.deepEqual(chain.getState({ contract: "fact", key: saved.key }), saved.value);
      const [txId = ""] = sample.txIds;
      const { gasUsed } = chain;
      assert.ok(chain.gasUsedBy(txId) > 0n);
      assert.equal(chain.gasUsedBy(txId), chain.getTransaction(txId)?.gasUsed);
      const trace = chain.trace({ txId });
      assert.ok(trace.kind === "trace" && trace.call !== undefined);
      assert.deepEqual([trace.call.contract, trace.call.method], ["fact", "save"]);
      assert.ok(trace.call.steps.length > 0);
      assert.equal(chain.gasUsed, gasUsed);
      await chain.close();
    }
  });

  it("has no private keys in it", () => {
    assert.doesNotMatch(bytesToUtf8(sample.log), /PRIVATE KEY/);
    assert.match(bytesToUtf8(sample.dump), /PRIVATE KEY/);
  });

  it("is refused when it is cut off, padded, changed or nothing of the kind", async () => {
    const { log } = sample;
    const lengths = [0, 1, 8, 12, 40, 100, log.length >> 1, log.length - 33, log.length - 1];
    for (const length of lengths)
      await assert.rejects(replay(log.subarray(0, length)), { code: "PLAYGROUND_LOG_BROKEN" }, `${length} bytes`);
    const padded = new Uint8Array(log.length + 1);
    padded.set(log);
    await assert.rejects(replay(padded), { code: "PLAYGROUND_LOG_BROKEN" });
    for (const text of ["", "YANTALOG", "x".repeat(1000), `YANTALOG\xff\xff\xff\xff${"x".repeat(100)}`])
      await assert.rejects(replay(utf8ToBytes(text)), { code: "PLAYGROUND_LOG_BROKEN" });
    await assert.rejects(replay(withBlocks(log, () => [])), { code: "PLAYGROUND_LOG_BROKEN" });
    const random = createRandom(seed);
    for (let round = 0; round < 50; round++) {
      const changed = log.slice();
      flipBit(changed, 8, random);
      await assert.rejects(replay(changed), { code: "PLAYGROUND_LOG_BROKEN" });
    }
  });

  it("is refused when blocks were edited and the checksum made good", async () => {
    const random = createRandom(seed);
    let same = 0;
    for (let round = 0; round < 40; round++) {
      const edited = withBlocks(sample.log, (blocks) => {
        const chosen = random(blocks.length);
        return blocks.map((block, height) => {
          if (height !== chosen) return block;
          const copy = block.slice();
          flipBit(copy, 0, random);
          return copy;
        });
      });
      try {
        const chain = await replay(edited);
        // Gas in a result and fields that no hash covers.
        assert.deepEqual(chain.tip, sample.tip);
        const [txId = ""] = sample.txIds;
        assert.equal(chain.gasUsedBy(txId), (await replay(sample.log)).gasUsedBy(txId));
        await chain.close();
        same++;
      } catch (error) {
        assert.ok(error instanceof CodedError, String(error));
        assert.equal(error.code, "PLAYGROUND_CHAIN_INVALID", error.message);
      }
    }
    assert.ok(same < 8, `${same} edits made no difference`);
  });

  it("is refused when blocks are missing, doubled, in another order or from another chain", async () => {
    const { log } = sample;
    const foreign = decodeChainFile(other.log).blocks;
    const edits: readonly ((blocks: readonly Uint8Array[]) => readonly (Uint8Array | undefined)[])[] = [
      (blocks) => blocks.filter((_, height) => height !== 2),
      (blocks) => [...blocks, blocks.at(-1)],
      ([genesis, first, ...rest]) => [genesis, ...rest, first],
      ([genesis, ...rest]) => [genesis, foreign[1], ...rest.slice(1)],
      (blocks) => [foreign[0], ...blocks.slice(1)],
    ];
    for (const edit of edits) {
      const edited = withBlocks(log, (blocks) => edit(blocks).filter((block) => block !== undefined));
      await assert.rejects(replay(edited), { code: "PLAYGROUND_CHAIN_INVALID" });
    }
    const { genesisHash } = await replay(log);
    await assert.rejects(replay(other.log, { genesisHash }), { code: "PLAYGROUND_LOG_FOREIGN" });
    assert.deepEqual((await replay(log, { genesisHash })).tip, sample.tip);
  });

  it("is refused when a stranger signed a transaction, though the chain's own node made the block", async () => {
    const [own, foreign] = [sample, other].map(({ dump }) => networkFromJson(decodeChainFile(dump).network));
    assert.ok(own !== undefined && foreign !== undefined);
    const good = await logWithCallOf(own, own);
    assert.equal((await replay(good.log)).tip.height, 1n);
    const bad = await logWithCallOf(own, foreign);
    await assert.rejects(replay(bad.log), {
      code: "PLAYGROUND_CHAIN_INVALID",
      message: new RegExp(bad.txId),
    });
  });

  it("stays within its budget of bytes, gas and time", async () => {
    const { log } = sample;
    const small = { ...budget, bytesMax: log.length - 1 };
    await assert.rejects(replay(log, { budget: small }), { code: "PLAYGROUND_LOG_TOO_LARGE" });
    const huge = new Uint8Array(100_000_000);
    await assert.rejects(replay(huge), { code: "PLAYGROUND_LOG_TOO_LARGE" });
    await assert.rejects(replay(huge, { budget: { ...budget, bytesMax: 200_000_000 } }), {
      code: "PLAYGROUND_LOG_BROKEN",
    });
    const { gasUsed } = await replay(log);
    assert.deepEqual((await replay(log, { budget: { ...budget, gasMax: gasUsed } })).tip, sample.tip);
    await assert.rejects(replay(log, { budget: { ...budget, gasMax: gasUsed - 1n } }), {
      code: "PLAYGROUND_REPLAY_BUDGET",
      details: { what: "gas", height: 3n },
    });
    let now = 0;
    await assert.rejects(replay(log, { monotonicMs: () => (now += 20_000) }), {
      code: "PLAYGROUND_REPLAY_BUDGET",
      details: { what: "time", height: 2n },
    });
  });

  it("belongs to the chain that a server prepared, and can be gone on with", async () => {
    const prepared = await openHeadlessPlayground();
    await prepared.install({ name: "fact", version: "1.0", runtime: "WASMER", bytecode: rustFact });
    await prepared.setState([{ contract: "fact", key: "planted", value: "fault" }]);
    const { genesisHash } = prepared.info;
    const task = await prepared.dump();
    await prepared.close();

    const learner = await openHeadlessPlayground({ load: task });
    assert.equal(learner.info.genesisHash, genesisHash);
    const parameters = { file_hash: "a", file_name: "a.txt", time: "1" };
    await learner.send({ contract: "fact", method: "save", parameters });
    const [log, dump] = [await learner.exportLog(), await learner.dump()];
    await learner.close();

    const chain = await replay(log, { genesisHash });
    assert.equal(bytesToUtf8(chain.getState({ contract: "fact", key: "planted" }) ?? new Uint8Array(0)), "fault");
    await chain.close();
    const grader = await openHeadlessPlayground({ load: dump });
    const asked = { contract: "fact", method: "find_by_file_hash", parameters: { file_hash: "a" } };
    assert.match(bytesToUtf8((await grader.query(asked)).result), /a\.txt/);
    await grader.close();
  });

  it("runs in a thread that is ended when its time or memory is over", async () => {
    const module = new URL("../testing/inspect-replay.ts", import.meta.url).href;
    const task = { log: sample.log, budget };
    const report = await replayInThread({ ...task, inspector: { module, name: "countTransactions", argument: 10 } });
    assert.deepEqual(report, { ...report, tip: sample.tip, inspection: 15 });
    const endless = { ...task, budget: { ...budget, timeMsMax: 500 }, inspector: { module, name: "loopForEver" } };
    await assert.rejects(replayInThread(endless), { code: "PLAYGROUND_REPLAY_BUDGET" });
    const greedy = { ...task, memoryMbMax: 64, inspector: { module, name: "takeMemory" } };
    await assert.rejects(replayInThread(greedy), {
      code: "PLAYGROUND_REPLAY_BUDGET",
      details: { what: "memory", height: -1n },
    });
  });
});
