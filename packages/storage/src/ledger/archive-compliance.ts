import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { FaultPoints } from "../fault-points.ts";
import type { Ledger, LedgerArchive } from "../interface.ts";
import { LedgerModel } from "../testing/ledger-model.ts";
import { SampleChain } from "../testing/sample-blocks.ts";

/** A ledger of 30 blocks, every fifth a config block and every seventh one of a multi-sign, with the model of what it holds. */
export async function fillForArchive(ledger: Ledger): Promise<LedgerModel> {
  const chain = new SampleChain();
  const model = new LedgerModel();
  for (let i = 0; i < 30; i++) {
    const writes = [
      { key: "a", value: `v${i}` },
      ...(i % 7 === 3 ? [{ contract: "MULTI_SIGN", key: `t${i}`, value: "request" }] : []),
      { key: `k${i % 4}`, ...(i % 3 === 0 ? {} : { value: "x".repeat(150) }) },
    ];
    const block =
      i === 0 ? chain.genesis() : chain.next({ txs: [{ txId: `t${i}`, writes }], isConfigBlock: i % 5 === 0 });
    await ledger.commit(block);
    model.commit(block);
  }
  return model;
}

/** Tests that every LedgerArchive passes. `open` gives a new, empty ledger of chain `chain1` with the given fault points. */
export function archiveComplianceSuite(
  name: string,
  open: (faultPoints?: FaultPoints) => Promise<Ledger & LedgerArchive>,
): void {
  const check = (title: string, body: (ledger: Ledger & LedgerArchive, model: LedgerModel) => Promise<void>): void => {
    it(title, async () => {
      const ledger = await open();
      try {
        await body(ledger, await fillForArchive(ledger));
      } finally {
        await ledger.close();
      }
    });
  };
  const restoreDownTo = async (ledger: Ledger & LedgerArchive, model: LedgerModel, end: number): Promise<void> => {
    for (let height = Number(ledger.archivedHeight) - 1; height >= end; height--) {
      await ledger.restoreBlock(BigInt(height), model.blocks[height]?.record.blockInfoBytes ?? new Uint8Array());
      model.assertEqual(ledger, BigInt(height));
    }
  };

  describe(`LedgerArchive: ${name}`, () => {
    check("drops contents step by step; everything else keeps its answers", async (ledger, model) => {
      for (const height of [1n, 2n, 13n, 20n, 29n]) {
        await ledger.archiveBelow(height);
        model.assertEqual(ledger, height);
      }
      const chain = new SampleChain();
      chain.continueAfter(29n, ledger.lastBlockHash ?? new Uint8Array());
      // The newest values of most keys are archived: overwritten and deleted, they stay in the history.
      const overwrites = ["a", "k0", "k1", "k2"].map((key) => ({ key, value: "next" }));
      for (const writes of [
        [...overwrites, { key: "k3" }],
        [{ key: "a" }, { key: "k3", value: "again" }],
      ]) {
        const block = chain.next({ txs: [{ txId: `next-${writes.length}`, writes }] });
        await ledger.commit(block);
        model.commit(block);
        model.assertEqual(ledger, 29n);
      }
    });

    check("takes blocks back downwards, and archives them again", async (ledger, model) => {
      await ledger.archiveBelow(20n);
      await restoreDownTo(ledger, model, 8);
      await ledger.archiveBelow(15n);
      model.assertEqual(ledger, 15n);
      await ledger.archiveBelow(25n);
      model.assertEqual(ledger, 25n);
      await restoreDownTo(ledger, model, 0);
    });

    check("refuses heights out of turn and blocks that are not the archived ones", async (ledger, model) => {
      const bytes = (height: number): Uint8Array => model.blocks[height]?.record.blockInfoBytes ?? new Uint8Array();
      await assert.rejects(ledger.archiveBelow(0n), { code: "STORAGE_ARCHIVE_RANGE" });
      await assert.rejects(ledger.archiveBelow(30n), { code: "STORAGE_ARCHIVE_RANGE" });
      await assert.rejects(ledger.restoreBlock(3n, bytes(3)), { code: "STORAGE_ARCHIVE_RANGE" });
      await ledger.archiveBelow(9n);
      await assert.rejects(ledger.archiveBelow(9n), { code: "STORAGE_ARCHIVE_RANGE" });
      await assert.rejects(ledger.restoreBlock(7n, bytes(7)), { code: "STORAGE_ARCHIVE_RANGE" });
      await assert.rejects(ledger.restoreBlock(9n, bytes(9)), { code: "STORAGE_ARCHIVE_RANGE" });
      await assert.rejects(ledger.restoreBlock(8n, bytes(7)), { code: "STORAGE_BLOCK_INVALID" });
      await assert.rejects(ledger.restoreBlock(8n, bytes(8).subarray(0, 50)), { code: "STORAGE_BLOCK_INVALID" });
      model.assertEqual(ledger, 9n);
    });

    it("goes on after it was stopped at any step", async () => {
      for (let stopAt = 1; stopAt <= 3; stopAt++) {
        let steps = 0;
        const stop = (point: string): void => {
          if (point === "archive.step" && ++steps === stopAt) throw new Error("stopped");
        };
        const ledger = await open({ hit: stop });
        try {
          const model = await fillForArchive(ledger);
          await assert.rejects(ledger.archiveBelow(18n), { message: "stopped" });
          model.assertEqual(ledger, 18n);
          await ledger.archiveBelow(24n);
          model.assertEqual(ledger, 24n);
          await restoreDownTo(ledger, model, 14);
        } finally {
          await ledger.close();
        }
      }
    });
  });
}
