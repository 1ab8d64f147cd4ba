import assert from "node:assert/strict";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";

import { createBackup } from "../backup/create-backup.ts";
import { temporaryFolders } from "../testing/temporary-folder.ts";
import { archiveComplianceSuite, fillForArchive } from "./archive-compliance.ts";
import { openLedger } from "./open-ledger.ts";
import { KvLedger } from "./kv-ledger.ts";
import { MemoryBlockLog } from "../log/memory-block-log.ts";
import { createMemoryKv } from "../kv/memory-kv.ts";

const newFolder = temporaryFolders("archive");
const options = { chainId: "chain1", segmentSizeBytes: 1200, flushSizeBytes: 1000 };

archiveComplianceSuite("memory", async (faultPoints) => {
  const parts = { kv: createMemoryKv(), log: new MemoryBlockLog() };
  return new KvLedger(faultPoints === undefined ? parts : { ...parts, faultPoints });
});
archiveComplianceSuite("folder", async (faultPoints) =>
  openLedger({ directory: newFolder(), ...options, ...(faultPoints === undefined ? {} : { faultPoints }) }),
);

describe("an archived folder", () => {
  it("frees room, opens again, and says that its store is needed", async () => {
    const directory = newFolder();
    const ledger = await openLedger({ directory, ...options });
    const model = await fillForArchive(ledger);
    const segments = (): number =>
      readdirSync(join(directory, "blocks")).filter((name) => name.endsWith(".seg")).length;
    const before = segments();
    await ledger.archiveBelow(25n);
    assert.ok(segments() < before / 2);
    await ledger.close();

    const again = await openLedger({ directory, ...options });
    model.assertEqual(again, 25n);
    await again.restoreBlock(24n, model.blocks[24]?.record.blockInfoBytes ?? new Uint8Array());
    await again.close();
    const restored = await openLedger({ directory, ...options });
    model.assertEqual(restored, 24n);
    await restored.close();

    await assert.rejects(createBackup({ directory, file: join(newFolder(), "backup") }), {
      code: "STORAGE_BACKUP_ARCHIVED",
    });
    await assert.rejects(openLedger({ directory, ...options, rebuild: true }), { code: "STORAGE_STORE_NEEDED" });
    rmSync(join(directory, "store"), { recursive: true });
    await assert.rejects(openLedger({ directory, ...options }), { code: "STORAGE_STORE_NEEDED" });
  });
});
