import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";

import { openLedger } from "../ledger/open-ledger.ts";
import { LedgerModel } from "../testing/ledger-model.ts";
import { SampleChain } from "../testing/sample-blocks.ts";
import { temporaryFolders } from "../testing/temporary-folder.ts";
import { createBackup } from "./create-backup.ts";
import { verifyBackup } from "./read-backup.ts";
import { restoreBackup } from "./restore-backup.ts";

const newFolder = temporaryFolders("backup");
const options = { chainId: "chain1", segmentSizeBytes: 2000 };

async function ledgerWithBlocks(count: number) {
  const directory = newFolder();
  const ledger = await openLedger({ directory, ...options });
  const chain = new SampleChain();
  const model = new LedgerModel();
  for (let i = 0; i < count; i++) {
    const commit =
      i === 0 ? chain.genesis() : chain.next({ txs: [{ txId: `t${i}`, writes: [{ key: "a", value: `v${i}` }] }] });
    await ledger.commit(commit);
    model.commit(commit);
  }
  return { directory, ledger, model };
}

describe("backup", () => {
  it("a stopped ledger is copied whole and comes back the same", async () => {
    const { directory, ledger, model } = await ledgerWithBlocks(20);
    await ledger.close();
    const file = join(newFolder(), "backup");
    assert.equal(await createBackup({ directory, file }), 20n);
    const summary = await verifyBackup(file);
    assert.deepEqual([summary.chainId, summary.blockCount], ["chain1", 20n]);
    const target = join(newFolder(), "ledger");
    await restoreBackup({ file, directory: target });
    const restored = await openLedger({ directory: target, ...options });
    model.assertEqual(restored);
    await restored.close();
  });

  it("a running ledger is copied with its last block", async () => {
    const { directory, ledger, model } = await ledgerWithBlocks(10);
    const file = join(newFolder(), "backup");
    assert.equal(await createBackup({ directory, file }), 10n);
    const target = newFolder();
    await restoreBackup({ file, directory: target });
    const restored = await openLedger({ directory: target, ...options });
    model.assertEqual(restored);
    await restored.close();
    await ledger.close();
  });

  it("an empty ledger can be copied", async () => {
    const { directory, ledger } = await ledgerWithBlocks(0);
    await ledger.close();
    const file = join(newFolder(), "backup");
    assert.equal(await createBackup({ directory, file }), 0n);
    assert.deepEqual(await verifyBackup(file), { chainId: "chain1", blockCount: 0n });
  });

  it("any changed, missing or added byte is found, and nothing is restored from it", async () => {
    const { directory, ledger } = await ledgerWithBlocks(2);
    await ledger.close();
    const folder = newFolder();
    const file = join(folder, "backup");
    await createBackup({ directory, file });
    const whole = readFileSync(file);
    const spoilt = join(folder, "spoilt");
    const target = join(folder, "target");
    const isDamaged = async (bytes: Uint8Array): Promise<void> => {
      writeFileSync(spoilt, bytes);
      await assert.rejects(restoreBackup({ file: spoilt, directory: target }), (error: { code?: string }) =>
        /STORAGE_(BACKUP_DAMAGED|FORMAT_NEWER)/.test(error.code ?? ""),
      );
    };
    for (let at = 0; at < whole.length; at += 7) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      await isDamaged(bytes);
    }
    for (const size of [0, 10, 44, 60, whole.length - 44, whole.length - 1]) await isDamaged(whole.subarray(0, size));
    await isDamaged(Buffer.concat([whole, Buffer.alloc(1)]));
    assert.ok(!existsSync(target));
    assert.deepEqual(readdirSync(folder).toSorted(), ["backup", "spoilt"]);
  });

  it("nothing that exists is overwritten", async () => {
    const { directory, ledger } = await ledgerWithBlocks(1);
    await ledger.close();
    const folder = newFolder();
    const file = join(folder, "backup");
    await createBackup({ directory, file });
    await assert.rejects(createBackup({ directory, file }), { code: "STORAGE_BACKUP_EXISTS" });
    await assert.rejects(restoreBackup({ file, directory }), { code: "STORAGE_BACKUP_EXISTS" });
    mkdirSync(join(folder, "other"));
    await assert.rejects(createBackup({ directory: join(folder, "other"), file: join(folder, "b2") }), {
      code: "STORAGE_FOLDER_FOREIGN",
    });
  });
});
