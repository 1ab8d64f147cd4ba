import assert from "node:assert/strict";
import { test } from "node:test";
import { clone } from "@bufbuild/protobuf";
import { CodedError } from "@yanta/errors";
import { type ChainConfig, ChainConfigSchema, consensus } from "@yanta/protocol";
import { deriveBlockCommit, type Ledger, openMemoryLedger } from "@yanta/storage";
import { openTestChain, type TestChain } from "../testing/open-test-chain.ts";
import { callTx as call, installContracts as install } from "../testing/script-contract.ts";
import { testChainConfig } from "../testing/test-network.ts";
import { devChainFlag } from "./dev-flag.ts";
import type { ForkPoint } from "./fork.ts";

/** A consortium's chain: its configuration cannot have the controls. */
function sourceConfig(): ChainConfig {
  const config = testChainConfig();
  if (config.consensus !== undefined) config.consensus.type = consensus.ConsensusType.TBFT;
  return config;
}

function forkPoint(height: bigint): ForkPoint {
  const config = clone(ChainConfigSchema, sourceConfig());
  if (config.consensus === undefined) throw new Error("a configuration without consensus");
  config.consensus.type = consensus.ConsensusType.SOLO;
  config.consensus.nodes = config.consensus.nodes.slice(0, 1);
  config.consensus.extConfig.push({ $typeName: "config.ConfigKeyValue", key: devChainFlag, value: "on" });
  return { height, config };
}

async function copyBlocks(from: Ledger, height: bigint): Promise<ReturnType<typeof openMemoryLedger>> {
  const ledger = openMemoryLedger({ chainId: "chain1" });
  for (let at = 0n; at <= height; at++) {
    const record = from.getBlock(at);
    assert.ok(record);
    await ledger.commit(deriveBlockCommit(record));
  }
  return ledger;
}

async function openSource(config = sourceConfig()): Promise<TestChain> {
  const source = await openTestChain({ config });
  await install(source, "alpha");
  source.send(call("a1", "put", { key: "k", value: "theirs" }));
  await source.makeBlock();
  source.send(call("a2", "put", { key: "k", value: "later" }));
  await source.makeBlock();
  return source;
}

test("a fork goes on from another chain's block, whose blocks and state it has; another node comes to the same blocks", async () => {
  const source = await openSource();
  const fork = forkPoint(2n);
  const own = await openTestChain({ ledger: await copyBlocks(source.ledger, 2n), config: sourceConfig(), fork });
  assert.equal(own.chain.isDevChain, true);
  assert.equal(own.chain.config.consensus?.type, consensus.ConsensusType.SOLO);
  assert.equal(own.ledger.lastHeight, 3n);
  assert.equal(own.ledger.lastConfigHeight, 3n);
  assert.deepEqual(own.ledger.getBlock(2n)?.blockHash, source.ledger.getBlock(2n)?.blockHash);
  assert.equal(Buffer.from(own.ledger.getState("alpha", "k") ?? []).toString(), "theirs");
  own.send(call("b1", "bump", { key: "n" }));
  await own.makeBlock();
  await own.producer.commit(own.dev?.proposeEmpty(own.clock.seconds) ?? assert.fail("no controls"));
  await own.dev?.revertTo(4n);
  await own.dev?.revertTo(3n);
  await assert.rejects(own.dev?.revertTo(2n) ?? assert.fail(), (error) => {
    assert.ok(error instanceof CodedError);
    return error.code === "CHAIN_NOT_FOR_DEVELOPMENT";
  });
  own.send(call("b2", "bump", { key: "n" }));
  await own.makeBlock();
  assert.deepEqual(own.faults, []);

  const other = await openTestChain({ config: sourceConfig(), fork });
  const stranger = await openTestChain({ config: sourceConfig() });
  for (let height = 1n; height <= 4n; height++) {
    const bytes = own.ledger.getBlock(height)?.blockInfoBytes ?? new Uint8Array();
    const verdict = other.verifier.verify(bytes);
    assert.equal(verdict.kind, "valid", verdict.kind === "invalid" ? `${height} ${verdict.fault.message}` : "");
    if (verdict.kind === "valid") await other.producer.commit(verdict.proposal);
    assert.deepEqual(other.ledger.getBlock(height)?.blockInfoBytes, bytes);
    const theirs = stranger.verifier.verify(bytes);
    assert.equal(theirs.kind, height < 3n ? "valid" : "invalid", "the consortium takes none of the fork's blocks");
    if (theirs.kind === "valid") await stranger.producer.commit(theirs.proposal);
  }
});

test("a fork that is opened again goes on, with or without the fork's point", async () => {
  const source = await openSource();
  const fork = forkPoint(3n);
  const ledger = await copyBlocks(source.ledger, 3n);
  await openTestChain({ ledger, config: sourceConfig(), fork });
  assert.equal(ledger.lastHeight, 4n);
  for (const options of [{ fork }, {}]) {
    const again = await openTestChain({ ledger, config: sourceConfig(), ...options });
    assert.equal(again.chain.isDevChain, true);
    assert.equal(again.dev?.firstHeight, 4n);
    assert.equal(ledger.lastHeight, 4n);
  }
});

test("a development chain can be forked, and a fork, too", async () => {
  const { config } = forkPoint(0n);
  const source = await openSource(config);
  const once = await copyBlocks(source.ledger, 2n);
  const first = await openTestChain({ ledger: once, config, fork: forkPoint(2n) });
  assert.equal(first.dev?.firstHeight, 3n);
  first.send(call("b1", "bump", { key: "n" }));
  await first.makeBlock();
  const twice = await copyBlocks(once, 4n);
  const second = await openTestChain({ ledger: twice, config, fork: forkPoint(4n) });
  assert.equal(second.dev?.firstHeight, 5n);
  second.send(call("b2", "bump", { key: "n" }));
  await second.makeBlock();
  assert.equal(Buffer.from(twice.getState("alpha", "n") ?? []).toString(), "2");
});

test("another chain's blocks without a fork's point make no development chain", async () => {
  const source = await openSource();
  const own = await openTestChain({ ledger: await copyBlocks(source.ledger, 2n), config: sourceConfig() });
  assert.equal(own.dev, undefined);
  const elsewhere = await openTestChain({
    ledger: await copyBlocks(source.ledger, 2n),
    config: sourceConfig(),
    fork: forkPoint(1n),
  });
  assert.equal(elsewhere.dev, undefined, "the fork is at another height");
});
