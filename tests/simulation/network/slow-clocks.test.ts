import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { testNow } from "@yanta/chain/testing";
import { type EngineNode, FakeEngine, ManualTime, openEngineNode, testEngineGenesis } from "@yanta/consensus/testing";
import type { TxView } from "@yanta/protocol";
import { calls, installs } from "./simulated-calls.ts";

const nodeCount = 4;
/** Votes that decide: more than two thirds. */
const votesNeeded = 3;
/** Members of the chain allow a transaction's time to be off by that much (`tx_timeout` of the test chain, seconds). */
const txTimeoutSeconds = 600;
/** A round in which a proposal was refused: CometBFT waits for prevotes and precommits, half a second each. */
const roundsMax = 2 * nodeCount;
const { config, appState } = testEngineGenesis(nodeCount);

interface ClockedNode extends EngineNode {
  readonly time: ManualTime;
}

/** Four nodes whose clocks are off by so many seconds, and the machines' engines with them. */
class ClockedNetwork {
  readonly nodes: ClockedNode[] = [];
  /** The engine's time of the next block: what the voters' clocks said at the last decision. */
  #engineSeconds = testNow;
  #round = 0;

  static async open(offsets: readonly number[], quietSeconds = 0): Promise<ClockedNetwork> {
    const network = new ClockedNetwork();
    for (const [index, offset] of offsets.entries()) {
      const engine = new FakeEngine("chain1", appState);
      const time = new ManualTime(testNow + BigInt(quietSeconds + offset));
      const node = await openEngineNode({ index, engine, appState, config, time });
      node.chain.clock.seconds = time.unixSeconds();
      await engine.handshake();
      network.nodes.push({ ...node, time });
    }
    return network;
  }

  /** Sets a clock forward. */
  async catchUp(index: number, seconds: number): Promise<void> {
    const node = this.nodes[index];
    assert.ok(node !== undefined);
    await node.time.pass(seconds * 1_000);
    node.chain.clock.seconds = node.time.unixSeconds();
  }

  /** Codes of what the nodes say of their clocks. */
  clockFaults(): readonly (string | undefined)[] {
    return this.nodes.map(({ consensus }) => consensus.clockFault()?.code);
  }

  /** A client's transaction reaches a node, and by its engine the others. */
  async send(tx: TxView, to: number): Promise<boolean> {
    const node = this.nodes[to];
    assert.ok(node !== undefined);
    const { chain } = node.chain;
    if ((chain.validate(tx) ?? chain.admit(tx)) !== undefined) return false;
    await node.time.pass(20);
    for (const other of this.nodes)
      for (const batch of node.engine.mempool.values()) if (other !== node) await other.engine.checkTx(batch);
    return true;
  }

  /** Rounds of one height, each with the next proposer; how many it took to decide, undefined when none did. */
  async decide(): Promise<number | undefined> {
    for (let round = 1; round <= roundsMax; round++) {
      const proposer = this.nodes[this.#round++ % nodeCount];
      const block = await proposer?.engine.prepare(this.#engineSeconds);
      assert.ok(block !== undefined);
      // What has nothing to propose makes an empty engine block, which decides nothing here.
      if (block.txs.length === 0) continue;
      const voters: ClockedNode[] = [];
      for (const node of this.nodes)
        if (await node.engine.process(block, Uint8Array.of(proposer?.index ?? 0))) voters.push(node);
      if (voters.length < votesNeeded) continue;
      this.#engineSeconds = medianTime(voters);
      for (const { engine } of this.nodes) await engine.apply(block);
      return round;
    }
    return undefined;
  }
}

/** Weighted median of the precommits' times, all weights equal. Spec: CometBFT v0.38 types/time, spec/consensus/bft-time.md. */
function medianTime(voters: readonly ClockedNode[]): bigint {
  const times = voters.map(({ time }) => time.unixSeconds()).toSorted((a, b) => Number(a - b));
  return times[Math.max(0, Math.ceil(times.length / 2) - 1)] ?? testNow;
}

const behind = "CONSENSUS_CLOCK_BEHIND";

suite("clocks that are slow", () => {
  for (const slow of [31, 120, txTimeoutSeconds - 200]) {
    test(`half of them by ${slow} s: every other proposer decides, the slow ones are told`, async () => {
      const network = await ClockedNetwork.open([-slow, -slow, 0, 0], 100);
      for (const [index, tx] of [...installs, ...calls.slice(0, 8)].entries()) {
        assert.ok(await network.send(tx, index % nodeCount));
        const rounds = await network.decide();
        assert.ok(rounds !== undefined && rounds <= 3, `height ${index + 1} took ${rounds} rounds`);
      }
      assert.deepEqual(network.clockFaults(), [behind, behind, undefined, undefined]);
    });
  }

  test("half of them beyond tx_timeout: nothing is decided, the slow ones are told, and it goes on when they are set", async () => {
    const slow = txTimeoutSeconds + 100;
    const network = await ClockedNetwork.open([-slow, -slow, 0, 0], 60);
    const [first, second] = installs;
    assert.ok(first !== undefined && second !== undefined);
    assert.equal(await network.send(first, 0), false, "a slow node takes what it thinks is of the future");
    assert.ok(await network.send(first, 2));
    assert.equal(await network.decide(), undefined);
    assert.deepEqual(network.clockFaults(), [behind, behind, undefined, undefined]);
    for (const index of [0, 1]) await network.catchUp(index, slow);
    assert.notEqual(await network.decide(), undefined);
    assert.deepEqual(network.clockFaults(), [undefined, undefined, undefined, undefined]);
    assert.ok(await network.send(second, 0));
    assert.notEqual(await network.decide(), undefined);
  });

  test("one of them by any time: three decide, it is told", async () => {
    const network = await ClockedNetwork.open([-5 * txTimeoutSeconds, 0, 0, 0], 60);
    for (const [index, tx] of [...installs, ...calls.slice(0, 4)].entries()) {
      assert.ok(await network.send(tx, 1 + (index % 3)));
      const rounds = await network.decide();
      assert.ok(rounds !== undefined && rounds <= 2, `height ${index + 1} took ${rounds} rounds`);
    }
    assert.deepEqual(network.clockFaults(), [behind, undefined, undefined, undefined]);
  });

  test("one that is fast does not make the others doubt theirs", async () => {
    const network = await ClockedNetwork.open([120, 0, 0, 0], 60);
    for (const [index, tx] of [...installs, ...calls.slice(0, 4)].entries()) {
      assert.ok(await network.send(tx, index % nodeCount));
      const rounds = await network.decide();
      assert.ok(rounds !== undefined && rounds <= 2, `height ${index + 1} took ${rounds} rounds`);
    }
    assert.deepEqual(network.clockFaults(), [undefined, undefined, undefined, undefined]);
  });
});
