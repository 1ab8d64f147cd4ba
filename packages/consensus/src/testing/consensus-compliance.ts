import assert from "node:assert/strict";
import { test } from "node:test";
import type { BlockProducer, Consensus } from "../interface.ts";
import { FakeProducer } from "./fake-producer.ts";

/** An engine on a producer, with its time in the test's hand. */
export interface EngineUnderTest {
  readonly consensus: Consensus;
  /** Lets the engine work until it has nothing left to do. */
  readonly settle: () => Promise<void>;
}

/** What every consensus engine must do with a block producer. The producer itself fails the test on overlapping blocks. */
export function consensusComplianceSuite(
  name: string,
  createEngine: (producer: BlockProducer) => Promise<EngineUnderTest>,
): void {
  const start = async (waiting = 0): Promise<EngineUnderTest & { readonly producer: FakeProducer }> => {
    const producer = new FakeProducer();
    producer.arrive(waiting);
    const engine = await createEngine(producer);
    await engine.consensus.start();
    return { ...engine, producer };
  };

  test(`${name}: no transactions, no blocks`, async () => {
    const { consensus, settle, producer } = await start();
    await settle();
    await consensus.stop();
    assert.deepEqual(producer.log, []);
  });

  test(`${name}: transactions that waited before the start are proposed`, async () => {
    const { consensus, settle, producer } = await start(3);
    await settle();
    await consensus.stop();
    assert.deepEqual(producer.log, ["propose 3", "commit 1"]);
  });

  test(`${name}: transactions that arrive are proposed, in as many blocks as they need`, async () => {
    const { consensus, settle, producer } = await start();
    producer.arrive(25);
    await settle();
    producer.arrive(1);
    await settle();
    await consensus.stop();
    assert.deepEqual([producer.pendingCount, producer.lastHeight], [0, 4n]);
  });

  test(`${name}: stop waits for the block in flight and proposes nothing afterwards`, async () => {
    const { consensus, settle, producer } = await start();
    const gate = Promise.withResolvers<void>();
    producer.gate = gate.promise;
    producer.arrive(15);
    const settled = settle();
    await new Promise((resolve) => setImmediate(resolve));
    const stopped = consensus.stop().then(() => producer.log.push("stopped"));
    gate.resolve();
    await Promise.all([settled, stopped]);
    producer.arrive(10);
    await settle();
    const commits = producer.log.filter((entry) => entry.startsWith("commit"));
    assert.equal(producer.log.at(-1), "stopped");
    assert.ok(commits.length <= 1);
    assert.equal(producer.log.filter((entry) => entry.startsWith("propose")).length, commits.length);
  });

  test(`${name}: it can be stopped twice`, async () => {
    const { consensus, producer } = await start();
    await consensus.stop();
    await consensus.stop();
    assert.equal(producer.listenerCount, 0);
  });
}
