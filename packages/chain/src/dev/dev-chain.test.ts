import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { bytesToHex, bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import { CodedError } from "@yanta/errors";
import { type ChainConfig, consensus, scanOwnBlockInfo, TxStatusCode, TxType } from "@yanta/protocol";
import { openTestChain, type TestChain } from "../testing/open-test-chain.ts";
import { callTx as call, client, installContracts as install } from "../testing/script-contract.ts";
import { signTx, testChainConfig } from "../testing/test-network.ts";
import { devChainFlag, devChainFlagFault } from "./dev-flag.ts";
import { encodeStateWrites, setStateCall } from "./set-state.ts";

function devConfig(): ChainConfig {
  const config = testChainConfig();
  if (config.consensus === undefined) throw new Error("a configuration without consensus");
  config.consensus.nodes = config.consensus.nodes.slice(0, 1);
  config.consensus.extConfig.push({ $typeName: "config.ConfigKeyValue", key: devChainFlag, value: "on" });
  return config;
}

const openDevChain = () => openTestChain({ config: devConfig() });

const setTx = (txId: string, contract: string, key: string, value: string) =>
  signTx({
    sender: client,
    txId,
    contract: setStateCall.contract,
    method: setStateCall.method,
    parameters: { [setStateCall.parameter]: encodeStateWrites([{ contract, key, value: utf8ToBytes(value) }]) },
  });

const get = (chain: TestChain, key: string, txId = `get-${key}`): string =>
  bytesToUtf8(
    chain.chain.query(
      signTx({
        sender: client,
        txType: TxType.QUERY_CONTRACT,
        txId,
        contract: "alpha",
        method: "get",
        parameters: { key },
      }),
    ).contractResult?.result ?? new Uint8Array(),
  );

const codeOf = (error: unknown): string => (error instanceof CodedError ? error.code : String(error));

/** Another node of the same genesis comes to the same bytes. */
async function assertReExecutes(one: TestChain): Promise<void> {
  const two = await openDevChain();
  for (let height = 1n; height <= (one.ledger.lastHeight ?? 0n); height++) {
    const bytes = one.ledger.getBlock(height)?.blockInfoBytes ?? new Uint8Array();
    const verdict = two.verifier.verify(bytes);
    assert.equal(verdict.kind, "valid", verdict.kind === "invalid" ? verdict.fault.message : "");
    if (verdict.kind === "valid") await two.producer.commit(verdict.proposal);
    assert.deepEqual(two.ledger.getBlock(height)?.blockInfoBytes, bytes);
  }
}

describe("the flag of development chains", () => {
  test("stands in the genesis of a chain of one node, and nowhere else", async () => {
    assert.equal((await openDevChain()).chain.isDevChain, true);
    assert.equal((await openTestChain()).chain.isDevChain, false);
    assert.equal((await openTestChain()).dev, undefined);
    const tbft = devConfig();
    if (tbft.consensus !== undefined) tbft.consensus.type = consensus.ConsensusType.TBFT;
    await assert.rejects(openTestChain({ config: tbft }), (error) => codeOf(error) === "CHAIN_CONFIG_INVALID");
    const several = testChainConfig();
    several.consensus?.extConfig.push({ $typeName: "config.ConfigKeyValue", key: devChainFlag, value: "on" });
    await assert.rejects(openTestChain({ config: several }), (error) => codeOf(error) === "CHAIN_CONFIG_INVALID");
    const misspelt = devConfig();
    const [flag] = misspelt.consensus?.extConfig ?? [];
    if (flag !== undefined) flag.value = "yes";
    assert.match(devChainFlagFault(misspelt) ?? "", /must be "on"/);
  });
});

describe("a development chain", () => {
  test("commits no proposal that follows a block from before it went back", async () => {
    const one = await openDevChain();
    const empty = () => one.dev?.proposeEmpty(one.clock.seconds) ?? assert.fail("no controls");
    await one.producer.commit(empty());
    const stale = empty();
    await one.dev?.revertTo(0n);
    one.clock.seconds += 1n;
    await one.producer.commit(empty());
    await assert.rejects(one.producer.commit(stale), (error) => codeOf(error) === "CHAIN_PROPOSAL_STALE");
  });

  test("makes empty blocks that others accept; a consortium chain refuses them", async () => {
    const one = await openDevChain();
    await one.producer.commit(one.dev?.proposeEmpty(one.clock.seconds) ?? assert.fail("no controls"));
    const bytes = one.ledger.getBlock(1n)?.blockInfoBytes ?? new Uint8Array();
    assert.equal(scanOwnBlockInfo(bytes).header.txCount, 0);
    await assertReExecutes(one);
    const other = await openTestChain();
    const verdict = other.verifier.verify(bytes);
    assert.equal(verdict.kind, "invalid");
  });

  test("sets rows by a transaction that stands alone, which any other chain does not know", async () => {
    const one = await openDevChain();
    await install(one, "alpha");
    one.send(setTx("s1", "alpha", "k", "set"), call("c1", "bump", { key: "n" }));
    await one.makeBlock();
    await one.makeBlock();
    assert.equal(one.ledger.getTxLocation("s1")?.height, 2n);
    assert.equal(one.ledger.getTxLocation("c1")?.height, 3n);
    assert.equal(get(one, "k"), "set");
    await assertReExecutes(one);

    const other = await openTestChain();
    await install(other, "alpha");
    const refused = other.chain.waitForCommit("s2", AbortSignal.timeout(1000));
    other.send(setTx("s2", "alpha", "k", "set"));
    await other.makeBlock();
    assert.equal((await refused).result.code, TxStatusCode.INVALID_CONTRACT_PARAMETER_CONTRACT_NAME);
    assert.equal(other.ledger.getState("alpha", "k"), undefined);
  });

  test("never sets configuration or certificates by hand, nor rows that it could not read", async () => {
    const one = await openDevChain();
    const refused = [
      ["CHAIN_CONFIG", "CHAIN_CONFIG"],
      ["CERT_MANAGE", "x"],
      ["dev-controls", "fork"],
      ["a#b", "x"],
      ["", "x"],
      ["CONTRACT_MANAGE", "Contract:alpha"],
      ["ethereum-accounts", "00"],
    ] as const;
    for (const [index, [contract, key]] of refused.entries()) {
      const committed = one.chain.waitForCommit(`s${index}`, AbortSignal.timeout(1000));
      one.send(setTx(`s${index}`, contract, key, "x"));
      await one.makeBlock();
      assert.equal((await committed).result.code, TxStatusCode.INVALID_PARAMETER, contract);
    }
    await assertReExecutes(one);
  });

  test("goes back: state, contracts, configuration, pool and waiters", async () => {
    const one = await openDevChain();
    await install(one, "alpha");
    one.send(call("c1", "put", { key: "k", value: "before" }));
    await one.makeBlock();
    const tip = bytesToHex(one.ledger.lastBlockHash ?? new Uint8Array());
    one.send(call("c2", "put", { key: "k", value: "after" }));
    await one.makeBlock();
    await install(one, "beta");
    one.send(call("c3", "bump", { key: "n" }));
    const waiting = assert.rejects(
      one.chain.waitForCommit("c3", AbortSignal.timeout(1000)),
      (error) => codeOf(error) === "CHAIN_WENT_BACK",
    );
    const heights: bigint[] = [];
    one.chain.onRevert((height) => heights.push(height));

    await one.dev?.revertTo(2n);
    await waiting;
    assert.deepEqual(heights, [2n]);
    assert.equal(bytesToHex(one.ledger.lastBlockHash ?? new Uint8Array()), tip);
    assert.equal(get(one, "k"), "before");
    assert.equal(one.producer.pendingCount, 0);
    one.send(call("c2", "put", { key: "k", value: "again" }), call("d1", "put", { key: "x", value: "1" }, "beta"));
    await one.makeBlock();
    assert.equal(get(one, "k", "get-again"), "again");
    assert.equal(one.ledger.getState("beta", "x"), undefined, "beta is not installed any more");
    await assertReExecutes(one);
  });

  test("ends subscriptions that saw removed blocks, and feeds the others", async () => {
    const one = await openDevChain();
    await install(one, "alpha");
    one.send(call("c1", "bump", { key: "n" }));
    await one.makeBlock();
    const subscribe = (txId: string, start: bigint) => {
      const parameters = { START_BLOCK: le(start), END_BLOCK: le(-1n), ONLY_HEADER: "true", WITH_RWSET: "false" };
      const tx = signTx({
        sender: client,
        txType: TxType.SUBSCRIBE,
        txId,
        contract: "SUBSCRIBE_MANAGE",
        method: "SUBSCRIBE_BLOCK",
        parameters,
      });
      const subscription = one.chain.subscribe(tx, AbortSignal.timeout(5000));
      assert.equal(subscription.kind, "stream");
      return subscription.kind === "stream" ? subscription.data[Symbol.asyncIterator]() : assert.fail("refused");
    };
    const ahead = subscribe("ahead", 2n);
    const behind = subscribe("behind", 1n);
    await ahead.next();
    await behind.next();
    const ended = assert.rejects(ahead.next(), (error) => codeOf(error) === "CHAIN_SUBSCRIPTION_INTERRUPTED");
    await new Promise((resolve) => setImmediate(resolve));
    await one.dev?.revertTo(1n);
    await ended;
    const next = behind.next();
    one.send(call("c2", "bump", { key: "n" }));
    await one.makeBlock();
    assert.equal((await next).done, false);
  });

  test("judges a transaction's age by the machine's clock, too", async () => {
    const one = await openTestChain({ config: devConfig() });
    await install(one, "alpha");
    const machine = one.clock.seconds;
    one.clock.seconds += 86_400n;
    const late = call("c1", "bump", { key: "n" });
    assert.match(one.chain.admit(late)?.message ?? "", /TxTimestamp error/);
    Object.assign(one.clock, { machineSeconds: () => machine });
    one.send(late);
    await one.makeBlock();
    assert.equal(one.ledger.getTxLocation("c1")?.height, 2n);
  });
});

function le(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, value, true);
  return bytes;
}
