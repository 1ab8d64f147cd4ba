import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

import { openLedger, type FaultPointName } from "@yanta/storage";
import { LedgerModel, SampleChain, temporaryFolders } from "@yanta/storage/compliance";

import { crashBlock, crashOptions } from "./crash-blocks.ts";

const newFolder = temporaryFolders("revert-crash");
const child = fileURLToPath(new URL("./revert-child.ts", import.meta.url));
const blockCount = 24;

/** What the ledger may hold after the process died at a point. */
type Left = "all" | "reverted";

const points: readonly (readonly [FaultPointName, Left])[] = [
  ["revert.store.written", "all"],
  ["store.flush.before", "all"],
  ["store.flush.middle", "all"],
  ["revert.log.cut", "reverted"],
];

describe("a process that is killed while its chain goes back", () => {
  for (const height of [22, 11, 0]) {
    for (const [point, left] of points) {
      it(`to block ${height} at ${point} leaves ${left === "all" ? "every block" : "none of the removed blocks"}`, async () => {
        const directory = newFolder();
        assert.equal(revertUntilKilled(directory, point, height), false);
        await checkAndGoOn(directory, left === "all" ? blockCount : height + 1);
      });
    }
  }

  it("leaves every block when it dies between store and log, and the cut is one step", async () => {
    const directory = newFolder();
    revertUntilKilled(directory, "revert.store.flushed", 22);
    await checkAndGoOn(directory, blockCount);
  });

  it("ends the revert at the next start once its first of several steps was announced", async () => {
    for (const point of ["revert.store.flushed", "revert.segment.removed"] as const) {
      const directory = newFolder();
      revertUntilKilled(directory, point, 3);
      await checkAndGoOn(directory, 4);
    }
  });
});

/** Whether going back was acknowledged before the process died. */
function revertUntilKilled(directory: string, point: FaultPointName, height: number): boolean {
  const result = spawnSync(process.execPath, [child, directory, point, String(blockCount), String(height)], {
    encoding: "utf8",
  });
  assert.equal(result.signal, "SIGKILL", `${point} was not reached: ${result.stdout} ${result.stderr}`);
  return result.stdout.includes("reverted");
}

/** Opens the folder, compares it with the model and commits other blocks. */
async function checkAndGoOn(directory: string, count: number): Promise<void> {
  const chain = new SampleChain();
  const blocks = Array.from({ length: count }, (_, height) => crashBlock(chain, height));
  const model = new LedgerModel();
  for (const block of blocks) model.commit(block);
  for (let round = 0; round < 2; round++) {
    const ledger = await openLedger({ directory, ...crashOptions });
    try {
      model.assertEqual(ledger);
      const other = chain.next({ txs: [{ txId: `after-${round}`, writes: [{ key: "counter", value: "other" }] }] });
      await ledger.commit(other);
      model.commit(other);
      model.assertEqual(ledger);
    } finally {
      await ledger.close();
    }
  }
}
