import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBinary } from "@bufbuild/protobuf";
import { int64ToBytesLe } from "@yanta/bytes";
import {
  admin,
  installContracts,
  openTestChain,
  signTx,
  testChainConfig,
  type TestChain,
  testNow,
} from "@yanta/chain/testing";
import { createSoloConsensus } from "@yanta/consensus";
import { ManualTime } from "@yanta/consensus/testing";
import { BlockInfoSchema, TxType } from "@yanta/protocol";
import { assertChainInvariants, readBlocks } from "./chain-invariants.ts";
import { RandomTraffic } from "./random-traffic.ts";
import { createSeededRandom } from "./seeded-random.ts";

const seed = Number(process.env["SIMULATION_SEED"] ?? Date.now() % 2 ** 31);
const rounds = Number(process.env["SIMULATION_ROUNDS"] ?? 60);

/** Follows all blocks as a subscriber, at its own pace. */
async function follow(chain: TestChain, heights: bigint[], signal: AbortSignal): Promise<void> {
  const parameters = { START_BLOCK: int64ToBytesLe(0n), END_BLOCK: int64ToBytesLe(-1n) };
  const subscription = chain.chain.subscribe(
    signTx({
      sender: admin,
      txType: TxType.SUBSCRIBE,
      txId: "subscribe",
      contract: "SUBSCRIBE_MANAGE",
      method: "SUBSCRIBE_BLOCK",
      parameters,
    }),
    signal,
  );
  assert.equal(subscription.kind, "stream");
  if (subscription.kind !== "stream") return;
  for await (const data of subscription.data)
    heights.push(fromBinary(BlockInfoSchema, data).block?.header?.blockHeight ?? -1n);
}

/** Every block again on a second chain, from its bytes. */
async function replay(from: TestChain, into: TestChain): Promise<void> {
  for (let height = 1n; height <= (from.ledger.lastHeight ?? 0n); height++) {
    const record = from.ledger.getBlock(height);
    assert.ok(record);
    const verdict = into.verifier.verify(record.blockInfoBytes);
    assert.equal(verdict.kind, "valid", verdict.kind === "invalid" ? `block ${height}: ${verdict.fault.message}` : "");
    if (verdict.kind === "valid") await into.producer.commit(verdict.proposal);
    assert.deepEqual(into.ledger.getBlock(height), record);
  }
}

for (const version of ["2030200", "2030600"]) {
  test(`random traffic on block version ${version}, SIMULATION_SEED=${seed}`, async (context) => {
    context.diagnostic(`SIMULATION_SEED=${seed} SIMULATION_ROUNDS=${rounds}`);
    const random = createSeededRandom(seed);
    const time = new ManualTime(testNow);
    const config = testChainConfig({ version, capacity: 20 });
    const chain = await openTestChain({ config, clock: time });
    await installContracts(chain, "alpha", "beta");
    const failures: unknown[] = [];
    const solo = createSoloConsensus({ producer: chain.producer, time, onFailure: (error) => failures.push(error) });
    const control = new AbortController();
    const followed: bigint[] = [];
    const following = follow(chain, followed, control.signal);
    await solo.start();

    const traffic = new RandomTraffic(random, () => time.unixSeconds());
    const accepted = new Set<string>();
    const settledIds: string[] = [];
    for (let round = 0; round < rounds; round++) {
      for (let count = random.below(30); count > 0; count--) {
        const { tx, expected } = traffic.next();
        const isKnown =
          chain.chain.pool.find(tx.txId) !== undefined || chain.ledger.getTxLocation(tx.txId) !== undefined;
        const refusal = chain.chain.validate(tx) ?? chain.chain.admit(tx);
        if (refusal !== undefined) continue;
        assert.notEqual(expected, "refused", `accepted ${tx.txId}`);
        assert.ok(!isKnown, `accepted ${tx.txId} twice`);
        if (accepted.has(tx.txId)) continue;
        accepted.add(tx.txId);
        void chain.chain.waitForCommit(tx.txId, control.signal).then(
          () => settledIds.push(tx.txId),
          () => undefined,
        );
      }
      await time.pass(random.below(30));
    }
    for (let i = 0; i < 1000 && chain.producer.pendingCount > 0; i++) await time.pass(10);
    await time.pass(10);
    await solo.stop();
    control.abort();
    await following;

    assert.deepEqual(failures, []);
    assert.deepEqual(chain.chain.pool.txIds(new Set(["config", "common"]), new Set(["queue", "pending"])), []);
    assertChainInvariants(chain.ledger);
    const sent = readBlocks(chain.ledger)
      .slice(3)
      .flatMap(({ block }) => block?.txs.map(({ payload }) => payload?.txId ?? "") ?? []);
    for (const txId of sent) assert.ok(accepted.has(txId), `${txId} is on the chain but was not accepted`);
    assert.deepEqual(settledIds.toSorted(), sent.toSorted(), "waiters");
    // What was accepted and is not on the chain had its sender frozen in between: no verifier would take it any more.
    assert.ok(
      accepted.size - sent.length < accepted.size / 4,
      `${accepted.size - sent.length} of ${accepted.size} accepted transactions are missing`,
    );
    assert.deepEqual(
      followed,
      Array.from({ length: Number(chain.ledger.lastHeight) + 1 }, (_, height) => BigInt(height)),
    );
    await replay(chain, await openTestChain({ config }));
    context.diagnostic(
      `${chain.ledger.lastHeight} blocks, ${sent.length} transactions, ${accepted.size - sent.length} dropped`,
    );
  });
}
