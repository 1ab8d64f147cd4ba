import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";

import { openLedger } from "../ledger/open-ledger.ts";
import { LedgerModel } from "../testing/ledger-model.ts";
import { SampleChain } from "../testing/sample-blocks.ts";
import { temporaryFolders } from "../testing/temporary-folder.ts";

const newFolder = temporaryFolders("migration");
const options = { chainId: "chain1", segmentSizeBytes: 1000 };

/** A folder as format 1 left it: segments named `log-HEIGHT.seg` beside `format.json`, another store in `index`. */
async function formatOneFolder(): Promise<{ directory: string; model: LedgerModel }> {
  const directory = newFolder();
  const ledger = await openLedger({ directory, ...options });
  const chain = new SampleChain();
  const model = new LedgerModel();
  for (let i = 0; i < 12; i++) {
    const block =
      i === 0 ? chain.genesis() : chain.next({ txs: [{ txId: `t${i}`, writes: [{ key: "a", value: `v${i}` }] }] });
    await ledger.commit(block);
    model.commit(block);
  }
  await ledger.close();
  for (const name of readdirSync(join(directory, "blocks")))
    renameSync(join(directory, "blocks", name), join(directory, `log-${name}`));
  rmSync(join(directory, "blocks"), { recursive: true });
  rmSync(join(directory, "store"), { recursive: true });
  mkdirSync(join(directory, "index"));
  writeFileSync(join(directory, "index", "data"), "of another layout");
  writeFileSync(join(directory, "format.json"), JSON.stringify({ format: 1, chainId: "chain1" }));
  return { directory, model };
}

async function checkMigrated(directory: string, model: LedgerModel): Promise<void> {
  const ledger = await openLedger({ directory, ...options });
  try {
    model.assertEqual(ledger);
    assert.equal(JSON.parse(readFileSync(join(directory, "format.json"), "utf8")).format, 2);
    assert.ok(!existsSync(join(directory, "index")));
    assert.deepEqual(readdirSync(directory).toSorted(), ["blocks", "format.json", "lock", "store"]);
  } finally {
    await ledger.close();
  }
}

describe("migration from format 1", () => {
  it("keeps every block", async () => {
    const { directory, model } = await formatOneFolder();
    await checkMigrated(directory, model);
  });

  it("goes on after it was stopped at any step", async () => {
    const { directory: original, model } = await formatOneFolder();
    for (let stopAt = 1; stopAt <= 4; stopAt++) {
      const directory = newFolder();
      cpSync(original, directory, { recursive: true });
      let hits = 0;
      const stop = (name: string): void => {
        if (name === "migration.step" && ++hits === stopAt) throw new Error("stopped");
      };
      await assert.rejects(openLedger({ directory, ...options, faultPoints: { hit: stop } }), { message: "stopped" });
      await checkMigrated(directory, model);
    }
  });

  it("goes on after it was stopped between two files", async () => {
    const { directory, model } = await formatOneFolder();
    mkdirSync(join(directory, "blocks"));
    const [first = ""] = readdirSync(directory).filter((name) => name.startsWith("log-"));
    renameSync(join(directory, first), join(directory, "blocks", first.slice("log-".length)));
    await checkMigrated(directory, model);
  });
});
