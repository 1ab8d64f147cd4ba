import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

import { openLedger, type FaultPointName } from "@yanta/storage";
import { LedgerModel, SampleChain, temporaryFolders } from "@yanta/storage/compliance";

import { crashBlock, crashOptions } from "./crash-blocks.ts";

const newFolder = temporaryFolders("crash");
const child = fileURLToPath(new URL("./crash-child.ts", import.meta.url));
const blockCount = 24;

/** Commits in another process until it kills itself; the last height it acknowledged, -1 for none. */
function commitUntilKilled(directory: string, point: FaultPointName, hit: number): number {
  const result = spawnSync(process.execPath, [child, directory, point, String(hit), String(blockCount)], {
    encoding: "utf8",
  });
  assert.equal(result.signal, "SIGKILL", `${point} was not reached ${hit} times: ${result.stderr}`);
  return Number(result.stdout.trim().split("\n").at(-1) || "-1");
}

/** Opens the folder, checks it against the model and goes on to the last block. */
async function checkAndFinish(directory: string, acknowledged: number): Promise<number> {
  const chain = new SampleChain();
  const blocks = Array.from({ length: blockCount }, (_, height) => crashBlock(chain, height));
  const ledger = await openLedger({ directory, ...crashOptions });
  try {
    const count = Number(ledger.lastHeight ?? -1n) + 1;
    assert.ok(count > acknowledged, `block ${acknowledged} was acknowledged, the ledger has ${count}`);
    const model = new LedgerModel();
    for (const block of blocks.slice(0, count)) model.commit(block);
    model.assertEqual(ledger);
    for (const block of blocks.slice(count)) {
      await ledger.commit(block);
      model.commit(block);
    }
    model.assertEqual(ledger);
    return count;
  } finally {
    await ledger.close();
  }
}

/** Cuts bytes off the last record, as a machine that lost power before the fsync would have. */
function tearEnd(directory: string, bytes: number): void {
  const blocks = join(directory, "blocks");
  const path = join(blocks, readdirSync(blocks).toSorted().at(-1) ?? "");
  truncateSync(path, statSync(path).size - bytes);
}

describe("a killed process", () => {
  const points: readonly (readonly [FaultPointName, number])[] = [
    ["log.append.before", 1],
    ["log.append.after", 1],
    ["log.fsync.after", 13],
    ["log.segment.created", 2],
    ["index.batch.middle", 13],
    ["index.batch.after", 13],
    ["store.flush.before", 2],
    ["store.flush.middle", 2],
    ["store.flush.after", 1],
  ];
  for (const [point, hit] of points) {
    it(`loses nothing it acknowledged at ${point}`, async () => {
      const directory = newFolder();
      const acknowledged = commitUntilKilled(directory, point, hit);
      const count = await checkAndFinish(directory, acknowledged);
      if (point === "log.fsync.after" || point === "index.batch.middle")
        assert.equal(count, acknowledged + 2, "a durable block is there although nobody was told");
    });
  }

  it("loses nothing it acknowledged when the end that was not synced is torn", async () => {
    for (const bytes of [1, 300]) {
      const directory = newFolder();
      const acknowledged = commitUntilKilled(directory, "log.append.after", 9);
      tearEnd(directory, bytes);
      assert.equal(await checkAndFinish(directory, acknowledged), acknowledged + 1);
    }
  });

  it("may be killed again and again while it catches up", async () => {
    const directory = newFolder();
    let acknowledged = -1;
    for (const [point, hit] of [
      ["log.fsync.after", 5],
      ["store.flush.middle", 1],
      ["log.append.after", 3],
    ] as const) {
      acknowledged = Math.max(acknowledged, commitUntilKilled(directory, point, hit));
    }
    await checkAndFinish(directory, acknowledged);
  });
});
