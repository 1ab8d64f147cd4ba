import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { CodedError } from "@yanta/errors";
import fc from "fast-check";

import type { Ledger, LedgerRevert } from "../interface.ts";
import { LedgerModel } from "../testing/ledger-model.ts";
import { SampleChain, type SampleBlock } from "../testing/sample-blocks.ts";
import { arbitraryBlocks } from "./ledger-compliance.ts";

type RevertLedger = Ledger & LedgerRevert;

/** Tests that every LedgerRevert passes. `open` gives a new, empty ledger of chain `chain1`; `reopen` closes and opens it again. */
export function revertComplianceSuite(
  name: string,
  open: () => Promise<RevertLedger>,
  reopen?: (ledger: RevertLedger) => Promise<RevertLedger>,
): void {
  describe(`LedgerRevert: ${name}`, () => {
    it("answers as if the removed blocks had never been, whatever was committed before and after", async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryBlocks(7), fc.nat(), arbitraryBlocks(3), async (blocks, where, later) => {
          let ledger = await open();
          try {
            const chain = new SampleChain();
            let model = new LedgerModel();
            for (const commit of [chain.genesis(), ...blocks.map((block) => chain.next(block))]) {
              await ledger.commit(commit);
              model.commit(commit);
            }
            const height = where % (blocks.length + 1);
            await ledger.revertTo(BigInt(height));
            model = model.truncated(height + 1);
            model.assertEqual(ledger);
            assert.deepEqual(listed(ledger), model.listState());
            if (reopen !== undefined) {
              ledger = await reopen(ledger);
              model.assertEqual(ledger);
            }
            chain.continueAfter(BigInt(height), model.blocks[height]?.record.blockHash ?? new Uint8Array());
            for (const commit of later.map((block) => chain.next(withOtherIds(block)))) {
              await ledger.commit(commit);
              model.commit(commit);
            }
            model.assertEqual(ledger);
            assert.deepEqual(listed(ledger), model.listState());
          } finally {
            await ledger.close();
          }
        }),
        { numRuns: 25 },
      );
    });

    it("does not find what the removed blocks held", async () => {
      const ledger = await open();
      const chain = new SampleChain();
      await ledger.commit(chain.genesis());
      const removed = chain.next({ txs: [{ txId: "t1", writes: [{ key: "a", value: "1" }] }] });
      await ledger.commit(removed);
      await ledger.revertTo(0n);
      assert.equal(ledger.getBlock(1n), undefined);
      assert.equal(ledger.getHeightByHash(removed.record.blockHash), undefined);
      assert.equal(ledger.getTxLocation("t1"), undefined);
      assert.equal(ledger.getState("fact", "a"), undefined);
      assert.deepEqual([...ledger.getHistory("fact", "a")], []);
      await ledger.close();
    });

    it("refuses heights that it does not have, and leaves the chain as it is", async () => {
      const ledger = await open();
      const chain = new SampleChain();
      await ledger.commit(chain.genesis());
      for (const height of [-1n, 1n, 7n])
        await assert.rejects(ledger.revertTo(height), (error) => {
          assert.ok(error instanceof CodedError);
          assert.equal(error.code, "STORAGE_REVERT_RANGE");
          return true;
        });
      await ledger.revertTo(0n);
      assert.equal(ledger.lastHeight, 0n);
      await ledger.close();
    });
  });
}

/** Ids are unique in a chain; the blocks from before may still be there. */
const withOtherIds = (block: SampleBlock): SampleBlock => ({
  ...block,
  txs: block.txs.map((tx) => ({ ...tx, txId: `later-${tx.txId}` })),
});

const listed = (ledger: LedgerRevert): readonly (readonly [string, string, string])[] =>
  [...ledger.listState()].map(({ contract, key, value }) => [contract, key, Buffer.from(value).toString("hex")]);
