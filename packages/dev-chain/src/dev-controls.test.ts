import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import { callTx as call, installContracts as install } from "@yanta/chain/testing";
import { CodedError } from "@yanta/errors";
import { TxStatusCode } from "@yanta/protocol";
import { minedBlocksMax, unixSecondsMax } from "./limits.ts";
import { openDevChain, type TestDevChain } from "./testing/open-dev-chain.ts";

const refuses = (code: string) => (error: unknown) => {
  assert.ok(error instanceof CodedError, String(error));
  assert.equal(error.code, code);
  return true;
};

async function open(): Promise<TestDevChain> {
  const dev = await openDevChain();
  await dev.close();
  await install(dev, "alpha");
  return openDevChain(dev.ledger as Parameters<typeof openDevChain>[0]);
}

const value = ({ ledger }: TestDevChain, key: string): string | undefined => {
  const bytes = ledger.getState("alpha", key);
  return bytes && bytesToUtf8(bytes);
};
const put = async (dev: TestDevChain, txId: string, key: string, text: string): Promise<void> => {
  const committed = dev.chain.waitForCommit(txId, AbortSignal.timeout(5000));
  dev.send(call(txId, "put", { key, value: text }));
  await committed;
};
const timestamps = (dev: TestDevChain): bigint => dev.controls.time().now;

describe("snapshots", () => {
  test("take the chain, its clock and its mining back, as often as wanted", async () => {
    const dev = await open();
    await put(dev, "t1", "k", "one");
    const { id, height } = await dev.controls.snapshot();
    const list = dev.controls.dump();
    for (const round of [1, 2]) {
      await put(dev, `r${round}`, "k", `round ${round}`);
      dev.controls.increaseTime(1000n);
      dev.controls.setMining({ kind: "manual" });
      await dev.controls.mine({ blocks: 3 });
      const tip = await dev.controls.revert(id);
      assert.equal(tip.height, height);
      assert.deepEqual(dev.controls.dump(), list);
      assert.equal(dev.controls.time().offsetSeconds, 0n);
      assert.deepEqual(dev.controls.mining(), { kind: "auto" });
      assert.equal(value(dev, "k"), "one");
    }
    await dev.close();
  });

  test("go with the blocks that they stand on", async () => {
    const dev = await open();
    const first = await dev.controls.snapshot();
    await put(dev, "t1", "k", "one");
    const second = await dev.controls.snapshot();
    await dev.controls.revert(first.id);
    await assert.rejects(dev.controls.revert(second.id), refuses("DEV_CHAIN_SNAPSHOT_UNKNOWN"));
    await put(dev, "t2", "k", "two");
    const third = await dev.controls.snapshot();
    assert.deepEqual(
      dev.controls.snapshots().map(({ id }) => id),
      [first.id, third.id],
    );
    await dev.controls.revertToHeight(0n);
    assert.deepEqual(dev.controls.snapshots(), []);
    await assert.rejects(dev.controls.revertToHeight(1n), refuses("DEV_CHAIN_HEIGHT_UNKNOWN"));
    await dev.close();
  });

  test("are all gone after a reset, which leaves the first block", async () => {
    const dev = await open();
    const { id } = await dev.controls.snapshot();
    dev.controls.setTime(dev.machine.seconds + 5000n);
    assert.equal((await dev.controls.reset()).height, 0n);
    assert.equal(dev.controls.time().offsetSeconds, 0n);
    await assert.rejects(dev.controls.revert(id), refuses("DEV_CHAIN_SNAPSHOT_UNKNOWN"));
    assert.equal(dev.controls.forget(id), false);
    await dev.close();
  });
});

describe("time", () => {
  test("moves forward, stands for one block, or goes by steps", async () => {
    const dev = await open();
    const start = dev.machine.seconds;
    dev.controls.increaseTime(100n);
    assert.equal((await dev.controls.mine()).timestamp, start + 100n);
    dev.machine.seconds += 5n;
    assert.equal(timestamps(dev), start + 105n);
    dev.controls.setNextBlockTime(start + 500n);
    dev.machine.seconds += 5n;
    assert.equal((await dev.controls.mine()).timestamp, start + 500n);
    dev.machine.seconds += 5n;
    assert.equal((await dev.controls.mine()).timestamp, start + 505n);
    dev.controls.setBlockInterval(60n);
    assert.equal((await dev.controls.mine({ blocks: 2 })).timestamp, start + 625n);
    dev.controls.setBlockInterval(undefined);
    assert.equal((await dev.controls.mine({ blocks: 3, intervalSeconds: 10n })).timestamp, start + 705n);
    await dev.close();
  });

  test("never goes back behind the last block, nor beyond the year 9999", async () => {
    const dev = await open();
    await dev.controls.mine();
    const { timestamp } = await dev.controls.mine();
    for (const wrong of [
      () => dev.controls.setTime(timestamp - 1n),
      () => dev.controls.setNextBlockTime(timestamp - 1n),
    ])
      assert.throws(wrong, refuses("DEV_CHAIN_TIME_BEFORE_HEAD"));
    assert.throws(() => dev.controls.setTime(unixSecondsMax + 1n), refuses("DEV_CHAIN_TIME_INVALID"));
    assert.throws(() => dev.controls.setBlockInterval(-1n), refuses("DEV_CHAIN_TIME_INVALID"));
    assert.equal(dev.controls.time().now, dev.machine.seconds);
    await dev.close();
  });

  test("goes on from blocks that are ahead of the machine when the chain is opened again", async () => {
    const dev = await open();
    dev.controls.increaseTime(100_000n);
    const { timestamp } = await dev.controls.mine();
    await dev.close();
    const again = await openDevChain(dev.ledger as Parameters<typeof openDevChain>[0]);
    again.machine.seconds = dev.machine.seconds;
    assert.equal(again.controls.time().now, timestamp);
    again.machine.seconds += 7n;
    assert.equal((await again.controls.mine()).timestamp, timestamp + 7n);
    await again.close();
  });
});

describe("mining", () => {
  test("by hand makes what waits, then nothing; bounds are kept", async () => {
    const dev = await open();
    dev.controls.setMining({ kind: "manual" });
    dev.send(call("t1", "bump", { key: "n" }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(value(dev, "n"), undefined);
    await dev.controls.mine();
    assert.equal(value(dev, "n"), "1");
    for (const blocks of [0, -1, 1.5, minedBlocksMax + 1])
      await assert.rejects(dev.controls.mine({ blocks }), refuses("DEV_CHAIN_MINE_TOO_MANY"));
    for (const intervalMs of [0, 1.5, 1e12])
      assert.throws(
        () => dev.controls.setMining({ kind: "interval", intervalMs }),
        refuses("DEV_CHAIN_INTERVAL_INVALID"),
      );
    await dev.close();
  });

  test("drops what waits", async () => {
    const dev = await open();
    dev.controls.setMining({ kind: "manual" });
    dev.send(call("t1", "bump", { key: "n" }), call("t2", "bump", { key: "n" }), call("t3", "bump", { key: "n" }));
    const dropped = assert.rejects(
      dev.chain.waitForCommit("t1", AbortSignal.timeout(5000)),
      refuses("CHAIN_TX_DROPPED"),
    );
    assert.equal(dev.controls.drop("t1"), true);
    assert.equal(dev.controls.drop("t1"), false);
    await dropped;
    await dev.controls.mine();
    assert.equal(value(dev, "n"), "2");
    dev.send(call("t4", "bump", { key: "n" }));
    dev.controls.dropAll();
    await dev.controls.mine();
    assert.equal(value(dev, "n"), "2");
    await dev.close();
  });
});

describe("state", () => {
  test("is set row by row, deleted by empty values, and refused where other transactions must do it", async () => {
    const dev = await open();
    await dev.controls.setState([
      { contract: "alpha", key: "a", value: utf8ToBytes("1") },
      { contract: "alpha", key: "b", value: utf8ToBytes("2") },
    ]);
    await dev.controls.setState([{ contract: "alpha", key: "b", value: new Uint8Array(0) }]);
    assert.deepEqual([value(dev, "a"), value(dev, "b")], ["1", undefined]);
    const row = (contract: string, key: string) => [{ contract, key, value: utf8ToBytes("x") }];
    for (const rows of [
      row("CHAIN_CONFIG", "CHAIN_CONFIG"),
      row("", "k"),
      row("a#b", "k"),
      row("alpha", "k".repeat(5000)),
    ])
      await assert.rejects(dev.controls.setState(rows), refuses("DEV_CHAIN_STATE_REFUSED"));
    await dev.close();
  });

  test("goes from one chain to another as a dump", async () => {
    const one = await open();
    await put(one, "t1", "k", "one");
    await put(one, "t2", "gone", "x");
    const dump = JSON.parse(JSON.stringify(one.controls.dump())) as ReturnType<typeof one.controls.dump>;
    await one.close();
    const two = await openDevChain();
    const report = await two.controls.load(dump);
    assert.ok(report.written >= 4 && report.skipped >= 1, JSON.stringify(report));
    assert.equal(value(two, "k"), "one");
    await put(two, "t3", "k", "two");
    assert.equal(value(two, "k"), "two");
    assert.deepEqual(await two.controls.load(dump), {
      written: 1,
      unchanged: report.written + report.unchanged - 1,
      skipped: report.skipped,
    });
    for (const wrong of [{}, { format: 2, rows: [] }, { format: 1 }, { format: 1, rows: [["a", "zz", "00"]] }, null])
      await assert.rejects(two.controls.load(wrong as never), refuses("DEV_CHAIN_DUMP_INVALID"));
    await two.close();
  });
});

describe("members", () => {
  test("send as whoever has a key here", async () => {
    const dev = await open();
    const sender = { orgId: "wx-org3.chainmaker.org", name: "client1" };
    const parameters = { key: utf8ToBytes("k"), value: utf8ToBytes("three") };
    const outcome = await dev.controls.send({ sender, contract: "alpha", method: "put", parameters });
    assert.equal(outcome.kind, "committed");
    assert.equal(outcome.kind === "committed" && outcome.result.code, TxStatusCode.SUCCESS);
    assert.equal(value(dev, "k"), "three");
    await assert.rejects(
      dev.controls.send({ sender: { orgId: "nobody", name: "x" }, contract: "alpha", method: "put", parameters }),
      refuses("DEV_CHAIN_MEMBER_UNKNOWN"),
    );
    dev.controls.setMining({ kind: "manual" });
    assert.equal((await dev.controls.send({ sender, contract: "alpha", method: "put", parameters })).kind, "waiting");
    await dev.close();
  });
});
