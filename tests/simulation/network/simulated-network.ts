import assert from "node:assert/strict";
import { bytesToHex } from "@yanta/bytes";
import { callTx, installTx, testNow } from "@yanta/chain/testing";
import {
  type EngineNode,
  FakeEngine,
  type FakeEngineBlock,
  type FakeEngineStop,
  ManualTime,
  openEngineNode,
  testEngineGenesis,
} from "@yanta/consensus/testing";
import { createTxViewFromTransaction, scanOwnBlockInfo, type TxView } from "@yanta/protocol";
import type { SeededRandom } from "../seeded-random.ts";
import { SimulatedDisk } from "./crashable-ledger.ts";
import { plant, type PlantedFault } from "./planted-faults.ts";

const nodeCount = 4;
/** More than two thirds of four. */
const quorum = 3;
const { config, appState } = testEngineGenesis(nodeCount);

/** Transactions that every run draws from: signed once. */
const installs = ["alpha", "beta"].map((name) => installTx(name));
const calls = Array.from({ length: 60 }, (_, i) =>
  callTx(`t${i}`, i % 3 === 0 ? "bump" : "put", { key: `k${i % 2}`, value: `v${i}` }, i % 4 === 0 ? "beta" : "alpha"),
);

const stops: readonly FakeEngineStop[] = ["finalized", "response-saved", "committing", "committed", "state-saved"];

interface SimulatedNode {
  readonly index: number;
  readonly engine: FakeEngine;
  readonly disk: SimulatedDisk;
  time: ManualTime;
  /** Undefined while it is down. */
  running: EngineNode | undefined;
  /** Height of our block that the engine was told to be committed. */
  committedHeight: bigint;
}

/** A batch on its way to another engine's mempool. */
interface Message {
  readonly to: number;
  readonly batch: Uint8Array;
}

/**
 * Four nodes of ours on fake engines that agree as CometBFT does: rounds that fail, messages that come late, twice or in another order, byzantine
 * proposals, crashes at any point, restarts. Everything follows from the seed.
 */
export class SimulatedNetwork {
  readonly #random: SeededRandom;
  readonly #fault: PlantedFault | undefined;
  readonly #nodes: SimulatedNode[] = [];
  #messages: Message[] = [];
  /** What the validators decided, by engine height. */
  readonly #decided: FakeEngineBlock[] = [];
  readonly #appHashes = new Map<bigint, string>();
  /** Proposals of the current height that were good, for later rounds. */
  #goodProposals: FakeEngineBlock[] = [];
  readonly #waitingTxs: TxView[];
  /** Transactions that a node took on, and which. */
  readonly #acknowledged = new Map<string, number>();
  /** What happened, for a failing seed. */
  readonly log: string[] = [];

  constructor(random: SeededRandom, fault?: PlantedFault) {
    this.#random = random;
    this.#fault = fault;
    this.#waitingTxs = [...installs, ...calls];
  }

  async run(stepCount: number): Promise<void> {
    for (let index = 0; index < nodeCount; index++) {
      const engine = new FakeEngine("chain1", appState);
      const node = { index, engine, disk: new SimulatedDisk(), time: new ManualTime(testNow) };
      this.#nodes.push({ ...node, running: undefined, committedHeight: 0n });
    }
    for (const node of this.#nodes) await this.#start(node);
    for (let step = 0; step < stepCount; step++) await this.#step();
    await this.#heal();
    this.#check();
  }

  async #step(): Promise<void> {
    const roll = this.#random.below(100);
    if (roll < 15) await this.#sendTx();
    else if (roll < 33) await this.#deliver();
    else if (roll < 55) await this.#round(this.#pickUp());
    else if (roll < 86) await this.#apply(this.#pickBehind());
    else if (roll < 89) await this.#passTime();
    else if (roll < 91) await this.#crash(this.#pickUp(), this.#random.chance(60));
    else await this.#restartOne();
  }

  async #start(node: SimulatedNode): Promise<void> {
    const { index, engine, disk } = node;
    this.log.push(`start ${index}`);
    node.time = new ManualTime(testNow + BigInt(this.#random.below(41) - 20));
    node.running = await openEngineNode({
      index,
      engine,
      appState,
      config,
      time: node.time,
      ledger: await disk.open(this.#fault === "lost-fsync" && index === 0),
      broadcast: (batch) => this.#broadcast(node, batch),
      alter: (chain) => plant(this.#isFaulty(index) ? this.#fault : undefined, chain),
    });
    await engine.handshake();
    this.#noteApplied(node);
    // Engines tell a peer that comes back all that waits.
    for (const other of this.#up())
      for (const batch of other.engine.mempool.values()) if (other !== node) this.#messages.push({ to: index, batch });
  }

  async #broadcast(node: SimulatedNode, batch: Uint8Array): Promise<void> {
    if (!(await node.engine.checkTx(batch))) return;
    for (let to = 0; to < nodeCount; to++) if (to !== node.index) this.#messages.push({ to, batch });
  }

  async #sendTx(): Promise<void> {
    const node = this.#pickUp();
    const tx = this.#waitingTxs.shift();
    if (node?.running === undefined || tx === undefined) return;
    const { chain } = node.running.chain;
    if ((chain.validate(tx) ?? chain.admit(tx)) !== undefined) return;
    this.log.push(`send ${tx.txId} to ${node.index}`);
    this.#acknowledged.set(tx.txId, node.index);
    await node.time.pass(this.#random.below(12));
  }

  async #deliver(): Promise<void> {
    const message = this.#messages[this.#random.below(this.#messages.length)];
    if (message === undefined) return;
    if (!this.#random.chance(10)) this.#messages = this.#messages.filter((each) => each !== message);
    const node = this.#nodes[message.to];
    if (node?.running !== undefined) await node.engine.checkTx(message.batch);
  }

  async #passTime(): Promise<void> {
    const ms = this.#random.below(7000);
    for (const { time } of this.#up()) await time.pass(ms);
  }

  /** One round of the next height: a proposal, votes, and perhaps a decision. */
  async #round(proposer: SimulatedNode | undefined): Promise<void> {
    const height = BigInt(this.#decided.length) + 1n;
    const voters = this.#up().filter(({ engine }) => engine.lastHeight === height - 1n);
    if (proposer === undefined || !voters.includes(proposer) || voters.length < quorum) return;
    const hasWork = voters.some(({ engine }) => engine.mempool.size > 0) || this.#needsProof(height);
    if (!hasWork) return;
    const { block, isForged } = await this.#proposal(proposer, height);
    let votes = 0;
    for (const { engine } of voters) if (await engine.process(block)) votes++;
    const isDecided = votes >= quorum && this.#random.chance(75);
    this.log.push(`round ${height} by ${proposer.index}: ${block.txs.length} tx, ${votes} votes, ${isDecided}`);
    if (isForged && this.#fault === undefined) assert.equal(votes, 0, "a forged proposal got votes");
    if (!isForged && votes >= quorum) this.#goodProposals.push(block);
    if (!isDecided) return;
    this.#decided.push(block);
    this.#goodProposals = [];
  }

  /** The engine makes an empty block after one that changed the application's hash. */
  #needsProof(height: bigint): boolean {
    return (this.#decided[Number(height) - 2]?.txs.length ?? 0) > 0;
  }

  async #proposal(
    proposer: SimulatedNode,
    height: bigint,
  ): Promise<{ readonly block: FakeEngineBlock; readonly isForged: boolean }> {
    const earlier = this.#goodProposals[this.#random.below(this.#goodProposals.length)];
    if (earlier !== undefined && this.#random.chance(40)) return { block: earlier, isForged: false };
    const block = await proposer.engine.prepare(testNow + height);
    const [tx] = block.txs;
    if (tx === undefined || !this.#random.chance(12)) return { block, isForged: false };
    return { block: { ...block, txs: this.#forge(tx) }, isForged: true };
  }

  #forge(tx: Uint8Array): readonly Uint8Array[] {
    const replayed = this.#decided.find(({ txs }) => txs.length > 0)?.txs;
    const changed = Uint8Array.from(tx);
    const at = 1 + this.#random.below(tx.length - 1);
    changed[at] = (changed[at] ?? 0) ^ (1 << this.#random.below(8));
    return this.#random.pick([
      replayed ?? [Uint8Array.of(1, 7)],
      [tx, tx],
      [Uint8Array.of(9, 9)],
      [tx.subarray(0, at)],
    ]);
  }

  async #apply(node: SimulatedNode | undefined): Promise<void> {
    if (node?.running === undefined) return;
    const block = this.#decided[Number(node.engine.lastHeight)];
    if (block === undefined) return;
    const stop = this.#random.chance(12) ? this.#random.pick(stops) : undefined;
    await node.engine.apply(block, stop);
    if (stop === undefined || stop === "committed" || stop === "state-saved") this.#noteCommitted(node);
    this.log.push(`apply ${block.height} on ${node.index} ${stop ?? ""}`);
    if (stop === undefined) this.#noteApplied(node);
    else {
      for (let i = this.#random.below(8); i > 0; i--) await Promise.resolve();
      await this.#crash(node, stop === "committing" || this.#random.chance(60));
    }
  }

  #noteCommitted(node: SimulatedNode): void {
    node.committedHeight = node.running?.chain.ledger.lastHeight ?? 0n;
  }

  /** Engines that are at the same height have the same hash of the application. */
  #noteApplied({ index, engine, running }: SimulatedNode): void {
    const hash = bytesToHex(engine.disk.appHash);
    const known = this.#appHashes.get(engine.lastHeight);
    assert.equal(hash, known ?? hash, `node ${index} has another state at ${engine.lastHeight}`);
    this.#appHashes.set(engine.lastHeight, hash);
    assert.deepEqual(running?.failures ?? [], []);
  }

  async #crash(node: SimulatedNode | undefined, withNode: boolean): Promise<void> {
    if (node?.running === undefined) return;
    this.log.push(`crash ${node.index} ${withNode ? "both" : "engine"}`);
    node.engine.crash(withNode);
    if (!withNode) {
      await node.engine.handshake();
      this.#noteCommitted(node);
      node.engine.reconnected();
      return;
    }
    node.running = undefined;
    node.disk.crash();
    assert.ok(
      node.disk.durableHeight >= node.committedHeight,
      `block ${node.committedHeight} was committed and is lost`,
    );
    for (const [txId, index] of this.#acknowledged) if (index === node.index) this.#acknowledged.delete(txId);
  }

  async #restartOne(): Promise<void> {
    const down = this.#nodes.filter(({ running }) => running === undefined);
    if (down.length > 0) await this.#start(this.#random.pick(down));
  }

  /** Everybody is back, messages arrive, rounds succeed: what nodes took on must be committed now. */
  async #heal(): Promise<void> {
    for (const node of this.#nodes) if (node.running === undefined) await this.#start(node);
    for (let round = 0; round < 80 && !this.#isQuiet(); round++) {
      for (const { time } of this.#nodes) await time.pass(6000);
      const messages = this.#messages;
      this.#messages = [];
      for (const { to, batch } of messages) await this.#nodes[to]?.engine.checkTx(batch);
      await this.#applyAll();
      await this.#round(this.#nodes[round % nodeCount]);
      await this.#applyAll();
    }
    assert.ok(this.#isQuiet(), "something still waits although everybody is back");
  }

  async #applyAll(): Promise<void> {
    for (const node of this.#nodes) {
      for (let at = Number(node.engine.lastHeight); at < this.#decided.length; at++) {
        const block = this.#decided[at];
        if (block !== undefined) await node.engine.apply(block);
        this.#noteCommitted(node);
        this.#noteApplied(node);
      }
    }
  }

  #isQuiet(): boolean {
    return this.#nodes.every(
      ({ engine, running }) =>
        running?.chain.producer.pendingCount === 0 &&
        engine.mempool.size === 0 &&
        Number(engine.lastHeight) === this.#decided.length,
    );
  }

  /** Faults of judgement and memory are everybody's, as those of a release would be; others are one node's. */
  #isFaulty(index: number): boolean {
    return this.#fault === "skipped-verification" || this.#fault === "double-commit" || index === 0;
  }

  #check(): void {
    const chains = this.#nodes.map(({ running }) => running?.chain.ledger);
    const [first] = chains;
    assert.ok(first !== undefined);
    const txIds: string[] = [];
    for (let height = 0n; height <= (first.lastHeight ?? 0n); height++) {
      for (const ledger of chains)
        assert.deepEqual(ledger?.getBlock(height), first.getBlock(height), `block ${height} differs`);
      const { txBytes } = scanOwnBlockInfo(first.getBlock(height)?.blockInfoBytes ?? new Uint8Array());
      txIds.push(...txBytes.map((bytes) => createTxViewFromTransaction(bytes).txId));
    }
    assert.equal(new Set(txIds).size, txIds.length, "a transaction is twice on the chain");
    for (const ledger of chains) {
      assert.equal(ledger?.lastHeight, first.lastHeight);
      for (const contract of ["alpha", "beta", "CHAIN_CONFIG"]) {
        const state = [...(ledger?.rangeState(contract, "", "\u00ff") ?? [])];
        assert.deepEqual(state, [...first.rangeState(contract, "", "\u00ff")], `state of ${contract}`);
      }
    }
    for (const txId of this.#acknowledged.keys()) assert.ok(txIds.includes(txId), `${txId} was taken on and is lost`);
  }

  #up(): readonly SimulatedNode[] {
    return this.#nodes.filter(({ running }) => running !== undefined);
  }

  /** A node that has decided blocks to apply. */
  #pickBehind(): SimulatedNode | undefined {
    const behind = this.#up().filter(({ engine }) => Number(engine.lastHeight) < this.#decided.length);
    return behind.length === 0 ? undefined : this.#random.pick(behind);
  }

  #pickUp(): SimulatedNode | undefined {
    const up = this.#up();
    return up.length === 0 ? undefined : this.#random.pick(up);
  }
}
