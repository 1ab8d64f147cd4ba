import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bytesToHex } from "@yanta/bytes";
import { createConfigCheck } from "@yanta/consensus/cometbft";
import { testNow } from "@yanta/chain/testing";
import {
  FakeEngine,
  type FakeEngineBlock,
  type FakeEngineStop,
  ManualTime,
  openEngineNode,
  testEngineBinding,
  testEngineGenesis,
} from "@yanta/consensus/testing";
import { createTxViewFromTransaction, scanOwnBlockInfo, type TxView } from "@yanta/protocol";
import { createSystemContracts } from "@yanta/system-contracts";
import type { SeededRandom } from "../seeded-random.ts";
import { SimulatedDisk } from "./crashable-ledger.ts";
import { governanceTxs } from "./governance-transactions.ts";
import { plant, type PlantedFault } from "./planted-faults.ts";
import { calls, installs } from "./simulated-calls.ts";
import { joinBySnapshot, withFlippedBit } from "./simulated-join.ts";
import type { Message, SimulatedNode } from "./simulated-node.ts";
import { SimulatedValidators } from "./simulated-validators.ts";
import { noCounts, type SimulationCounts } from "./simulation-counts.ts";

const nodeCount = 4;
/** Changes of the configuration in one run. */
const governanceMax = 6;
const { config, appState } = testEngineGenesis(nodeCount);

const stops: readonly FakeEngineStop[] = ["finalized", "response-saved", "committing", "committed", "state-saved"];

const systemContracts = createSystemContracts({
  nodes: { listNodes: () => [], listChainIds: () => ["chain1"] },
  blockVersionMax: 2_030_700,
  unarchivedBlockCount: 10n,
  checkConfigChange: createConfigCheck(Array.from({ length: nodeCount }, (_, index) => testEngineBinding(index + 1))),
});

/**
 * Four nodes of ours on fake engines that agree as CometBFT does: rounds that fail, messages that come late, twice or in another order, byzantine
 * proposals, crashes at any point, restarts, validators that come and go, keys that are rotated, nodes that lose their disk and join again by a
 * snapshot. Everything follows from the seed.
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
  #validators = new SimulatedValidators([]);
  readonly #snapshotFolder = mkdtempSync(join(tmpdir(), "yanta-simulation-"));
  /** What happened, for a failing seed. */
  readonly log: string[] = [];
  readonly counts: SimulationCounts = noCounts();

  constructor(random: SeededRandom, fault?: PlantedFault) {
    this.#random = random;
    this.#fault = fault;
    this.#waitingTxs = [...installs, ...calls];
    for (let count = random.below(governanceMax + 1); count > 0; count--) this.#mixIn(random.pick(governanceTxs));
  }

  async run(stepCount: number): Promise<void> {
    try {
      for (let index = 0; index < nodeCount; index++) {
        const engine = new FakeEngine("chain1", appState);
        const node = { index, engine, disk: new SimulatedDisk(), time: new ManualTime(testNow) };
        this.#nodes.push({ ...node, running: undefined, isJoining: false, committedHeight: 0n });
      }
      for (const node of this.#nodes) await this.#start(node);
      this.#validators = new SimulatedValidators(this.#nodes[0]?.engine.validators ?? []);
      for (let step = 0; step < stepCount; step++) await this.#step();
      await this.#heal();
      this.#check();
    } finally {
      rmSync(this.#snapshotFolder, { recursive: true });
    }
  }

  /** Somewhere behind the installs; the same transaction is there once. */
  #mixIn(tx: TxView): void {
    if (this.#waitingTxs.includes(tx)) return;
    this.#waitingTxs.splice(installs.length + this.#random.below(calls.length / 2), 0, tx);
  }

  async #step(): Promise<void> {
    const roll = this.#random.below(100);
    if (roll < 15) await this.#sendTx();
    else if (roll < 33) await this.#deliver();
    else if (roll < 55) await this.#round(this.#pickUp());
    else if (roll < 86) await this.#apply(this.#pickBehind());
    else if (roll < 89) await this.#passTime();
    else if (roll < 91) await this.#crash(this.#pickUp(), this.#random.chance(60));
    else if (roll < 92) await this.#replace(this.#pickUp());
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
      chainOptions: { systemContracts },
      snapshotFolder: join(this.#snapshotFolder, String(index)),
    });
    const { counts, log } = this;
    if (node.isJoining) await joinBySnapshot(node, { nodes: this.#nodes, random: this.#random, counts, log });
    // It died again, or nobody has what it needs.
    if (node.isJoining) return this.#crash(node, true);
    await engine.handshake();
    this.#noteApplied(node);
    // Engines tell a peer that comes back all that waits.
    for (const other of this.#up())
      for (const batch of other.engine.mempool.values()) if (other !== node) this.#messages.push({ to: index, batch });
  }

  /** A node loses its disk and everything with it; the same organisation's new machine joins. */
  async #replace(node: SimulatedNode | undefined): Promise<void> {
    if (node === undefined) return;
    this.log.push(`replace ${node.index}`);
    await this.#crash(node, true);
    node.engine = new FakeEngine("chain1", appState);
    node.disk = new SimulatedDisk();
    node.committedHeight = 0n;
    node.isJoining = true;
    this.counts.replacedNodes++;
    await this.#start(node);
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
    const validators = this.#validators.at(height);
    const canDecide = (votes: number): boolean => 3 * votes > 2 * validators.size;
    const voters = this.#up().filter(({ index, engine }) => validators.has(index) && engine.lastHeight === height - 1n);
    if (proposer === undefined || !voters.includes(proposer) || !canDecide(voters.length)) return;
    const hasWork = voters.some(({ engine }) => engine.mempool.size > 0) || this.#needsProof(height);
    if (!hasWork) return;
    const { block, isForged } = await this.#proposal(proposer, height);
    let votes = 0;
    for (const { engine } of voters) if (await engine.process(block)) votes++;
    const isDecided = canDecide(votes) && this.#random.chance(75);
    this.counts.rounds++;
    if (isForged) this.counts.forgedProposals++;
    const sizes = block.txs.map(({ length }) => length).join(" + ");
    this.log.push(
      `round ${height} by ${proposer.index}: ${isForged ? "forged, " : ""}${sizes} bytes, ${votes} votes, ${isDecided}`,
    );
    if (isForged && this.#fault === undefined) assert.equal(votes, 0, "a forged proposal got votes");
    if (!isForged && canDecide(votes)) this.#goodProposals.push(block);
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
    const at = 1 + this.#random.below(tx.length - 1);
    return this.#random.pick([
      replayed ?? [Uint8Array.of(1, 7)],
      [tx, tx],
      [Uint8Array.of(9, 9)],
      [tx.subarray(0, at)],
      [withFlippedBit(tx, this.#random)],
    ]);
  }

  async #apply(node: SimulatedNode | undefined): Promise<void> {
    if (node?.running === undefined) return;
    const block = this.#decided[Number(node.engine.lastHeight)];
    if (block === undefined) return;
    const stop = this.#random.chance(12) ? this.#random.pick(stops) : undefined;
    await node.engine.apply(block, stop);
    if (stop === undefined || stop === "committed" || stop === "state-saved") this.#noteCommitted(node);
    const hash = bytesToHex(node.engine.disk.appHash.subarray(0, 4));
    this.log.push(`apply ${block.height} on ${node.index}: ${stop ?? hash}`);
    if (stop === undefined) this.#noteApplied(node, block.height);
    else {
      this.counts.crashesWithinCommit++;
      for (let i = this.#random.below(8); i > 0; i--) await Promise.resolve();
      await this.#crash(node, stop === "committing" || this.#random.chance(60));
    }
  }

  #noteCommitted(node: SimulatedNode): void {
    node.committedHeight = node.running?.chain.ledger.lastHeight ?? 0n;
  }

  /** Engines that are at the same height have the same hash of the application, and were told of the same validators after each block. */
  #noteApplied({ index, engine, running }: SimulatedNode, applied?: bigint): void {
    if (applied !== undefined) this.#validators.note(applied, engine.validatorUpdates.get(applied) ?? []);
    const hash = bytesToHex(engine.disk.appHash);
    const known = this.#appHashes.get(engine.lastHeight);
    assert.equal(hash, known ?? hash, `node ${index} has another state at ${engine.lastHeight}`);
    this.#appHashes.set(engine.lastHeight, hash);
    assert.deepEqual(running?.failures ?? [], []);
  }

  async #crash(node: SimulatedNode | undefined, withNode: boolean): Promise<void> {
    if (node?.running === undefined) return;
    this.log.push(`crash ${node.index} ${withNode ? "both" : "engine"}`);
    this.counts.crashes++;
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
    if (down.length === 0) return;
    this.counts.restarts++;
    await this.#start(this.#random.pick(down));
  }

  /** Everybody is back, messages arrive, rounds succeed: what nodes took on must be committed now. */
  async #heal(): Promise<void> {
    for (let round = 0; round < 80 && !this.#isQuiet(); round++) {
      for (const node of this.#nodes) if (node.running === undefined) await this.#start(node);
      for (const { time } of this.#up()) await time.pass(6000);
      const messages = this.#messages;
      this.#messages = [];
      for (const { to, batch } of messages)
        if (this.#nodes[to]?.running !== undefined) await this.#nodes[to].engine.checkTx(batch);
      await this.#applyAll();
      await this.#round(this.#nodes[round % nodeCount]);
      await this.#applyAll();
    }
    assert.ok(this.#isQuiet(), "something still waits although everybody is back");
  }

  async #applyAll(): Promise<void> {
    for (const node of this.#up()) {
      for (let at = Number(node.engine.lastHeight); at < this.#decided.length; at++) {
        const block = this.#decided[at];
        if (block !== undefined) await node.engine.apply(block);
        this.#noteCommitted(node);
        this.#noteApplied(node, block?.height);
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
    this.#count(first.lastHeight ?? 0n, txIds.length);
    this.#checkValidators();
    for (const txId of this.#acknowledged.keys()) assert.ok(txIds.includes(txId), `${txId} was taken on and is lost`);
  }

  #checkValidators(): void {
    const config = this.#nodes[0]?.running?.chain.chain.config;
    if (config !== undefined) this.#validators.check(BigInt(this.#decided.length) + 2n, config);
  }

  #count(lastHeight: bigint, txCount: number): void {
    this.counts.blocks = Number(lastHeight);
    this.counts.engineBlocks = this.#decided.length;
    this.counts.transactions = txCount;
    this.counts.validatorChanges = this.#validators.changeCount;
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
