import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";

import { openLedger, type Ledger, type OpenLedgerOptions } from "@yanta/storage";
import { LedgerModel, SampleChain, temporaryFolders } from "@yanta/storage/compliance";

const newFolder = temporaryFolders("full");

/** A folder on a file system of a few megabytes; undefined without the right to mount one. */
function mountSmallDisk(): string | undefined {
  const folder = newFolder();
  const mounted =
    process.platform === "linux" && spawnSync("mount", ["-t", "tmpfs", "-o", "size=6m", "tmpfs", folder]).status === 0;
  return mounted ? folder : undefined;
}

describe("a full disk", () => {
  for (const [name, options] of [
    ["in the block log", { flushSizeBytes: 2 ** 40 }],
    ["in log and store", { flushSizeBytes: 1000, segmentSizeBytes: 100_000 }],
  ] as const) {
    it(`stops commits with a coded error and loses nothing: ${name}`, async (context) => {
      const folder = mountSmallDisk();
      if (folder === undefined) return context.skip("needs the right to mount a tmpfs");
      try {
        const ballasts = ["ballast1", "ballast2"].map((file) => join(folder, file));
        for (const ballast of ballasts) writeFileSync(ballast, new Uint8Array(2_000_000));
        await fillAndContinue(join(folder, "ledger"), options, () => rmSync(ballasts.pop() ?? ""));
      } finally {
        spawnSync("umount", [folder]);
      }
    });
  }
});

async function fillAndContinue(
  directory: string,
  options: Partial<OpenLedgerOptions>,
  makeRoom: () => void,
): Promise<void> {
  const chain = new SampleChain();
  const model = new LedgerModel();
  const next = () =>
    chain.next({
      txs: [
        { txId: `t${model.blocks.length}`, writes: [{ key: `k${model.blocks.length}`, value: "v".repeat(10_000) }] },
      ],
      parameterSizeBytes: 10_000,
    });
  let ledger: Ledger = await openLedger({ directory, chainId: "chain1", ...options });
  let block = chain.genesis();
  for (let refused = false; !refused;) {
    await ledger.commit(block).then(
      () => {
        model.commit(block);
        block = next();
      },
      (error: unknown) => {
        assert.equal((error as { code?: string }).code, "STORAGE_DISK_FULL");
        refused = true;
      },
    );
    assert.ok(model.blocks.length < 500, "the disk never filled up");
  }
  await assert.rejects(ledger.commit(block), { code: "STORAGE_DISK_FULL", retryable: true });
  model.assertEqual(ledger);
  makeRoom();
  for (let i = 0; i < 3; i++) {
    await ledger.commit(block);
    model.commit(block);
    block = next();
  }
  model.assertEqual(ledger);
  await ledger.close();
  makeRoom();
  ledger = await openLedger({ directory, chainId: "chain1", ...options });
  try {
    model.assertEqual(ledger);
  } finally {
    await ledger.close();
  }
}
