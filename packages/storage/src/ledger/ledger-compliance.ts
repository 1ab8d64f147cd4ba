import assert from "node:assert/strict";
import { describe, it } from "node:test";

import fc from "fast-check";

import type { Ledger } from "../interface.ts";
import { kvKeySizeBytesMax } from "../limits.ts";
import { LedgerModel } from "../testing/ledger-model.ts";
import { SampleChain, type SampleBlock } from "../testing/sample-blocks.ts";

/** Random blocks whose keys and contracts often meet, and whose transaction ids are unique. */
export function arbitraryBlocks(countMax: number): fc.Arbitrary<SampleBlock[]> {
  const write = fc.record({
    contract: fc.constantFrom("fact", "fac", "fact2"),
    key: fc.constantFrom(
      "a",
      "ab",
      "a\u0000",
      "a#b",
      "b",
      "\u00ff",
      "a\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001\u0000\u0000\u0000\u0000",
    ),
    value: fc.constantFrom("", "1", "22", "x".repeat(300)),
  });
  const writes = fc.uniqueArray(write, { maxLength: 5, selector: ({ contract, key }) => `${contract}#${key}` });
  const block = fc.record({ txs: fc.array(writes, { maxLength: 4 }), isConfigBlock: fc.boolean() });
  return fc.array(block, { maxLength: countMax }).map((blocks) =>
    blocks.map((item, height) => ({
      isConfigBlock: item.isConfigBlock && item.txs.length === 1,
      txs: item.txs.map((txWrites, index) => ({ txId: `tx-${height}-${index}`, writes: txWrites })),
    })),
  );
}

/** Tests that every Ledger passes. `open` gives a new, empty ledger of chain `chain1` each time. */
export function ledgerComplianceSuite(name: string, open: () => Promise<Ledger>): void {
  const check = (title: string, body: (ledger: Ledger, chain: SampleChain) => Promise<void>): void => {
    it(title, async () => {
      const ledger = await open();
      try {
        await body(ledger, new SampleChain());
      } finally {
        await ledger.close();
      }
    });
  };

  describe(`Ledger: ${name}`, () => {
    check("an empty ledger knows nothing", async (ledger) => {
      assert.equal(ledger.lastHeight, undefined);
      assert.equal(ledger.lastBlockHash, undefined);
      assert.equal(ledger.lastConfigHeight, undefined);
      assert.equal(ledger.getBlock(0n), undefined);
      assert.equal(ledger.getTxLocation("genesis"), undefined);
      assert.equal(ledger.getState("fact", "a"), undefined);
      assert.equal(ledger.getStateAt("fact", "a", 0n), undefined);
      assert.deepEqual([...ledger.getHistory("fact", "a")], []);
      assert.equal(ledger.archivedHeight, 0n);
    });

    check("answers as the model does, whatever was committed", async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryBlocks(6), async (blocks) => {
          const ledger = await open();
          try {
            const chain = new SampleChain();
            const model = new LedgerModel();
            for (const commit of [chain.genesis(), ...blocks.map((block) => chain.next(block))]) {
              await ledger.commit(commit);
              model.commit(commit);
            }
            model.assertEqual(ledger);
          } finally {
            await ledger.close();
          }
        }),
        { numRuns: 20 },
      );
    });

    check("blocks come in order and one at a time; a refused one changes nothing", async (ledger, chain) => {
      const genesis = chain.genesis();
      const first = chain.next({ txs: [] });
      await assert.rejects(ledger.commit(first), { code: "STORAGE_COMMIT_ORDER" });
      await ledger.commit(genesis);
      await assert.rejects(ledger.commit(genesis), { code: "STORAGE_COMMIT_ORDER" });
      const commits = await Promise.allSettled([ledger.commit(first), ledger.commit(first)]);
      assert.deepEqual(
        commits.map(({ status }) => status),
        ["fulfilled", "rejected"],
      );
      assert.equal(ledger.lastHeight, 1n);
    });

    check("several blocks together are as one after the other, and refused together", async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryBlocks(6), fc.nat(6), async (blocks, cut) => {
          const ledger = await open();
          try {
            const chain = new SampleChain();
            const model = new LedgerModel();
            const commits = [chain.genesis(), ...blocks.map((block) => chain.next(block))];
            await ledger.commitAll(commits.slice(0, cut));
            const gap = commits.slice(cut).toReversed();
            if (gap.length > 1) await assert.rejects(ledger.commitAll(gap), { code: "STORAGE_COMMIT_ORDER" });
            await ledger.commitAll(commits.slice(cut));
            for (const commit of commits) model.commit(commit);
            model.assertEqual(ledger);
          } finally {
            await ledger.close();
          }
        }),
        { numRuns: 20 },
      );
    });

    check("keys at the limit are kept, longer ones are refused before anything is written", async (ledger, chain) => {
      await ledger.commit(chain.genesis());
      const key = "k".repeat(kvKeySizeBytesMax - "kfact#".length - 12);
      const tooLong = chain.next({ txs: [{ txId: "t1", writes: [{ key: `${key}x`, value: "1" }] }] });
      await assert.rejects(ledger.commit(tooLong), { code: "STORAGE_KEY_SIZE" });
      chain.continueAfter(0n, ledger.lastBlockHash ?? new Uint8Array());
      await ledger.commit(chain.next({ txs: [{ txId: "t1", writes: [{ key, value: "1" }] }] }));
      assert.deepEqual([...(ledger.getState("fact", key) ?? [])], [0x31]);
      assert.equal([...ledger.getHistory("fact", key)].length, 1);
    });

    check("a range seen while blocks are committed stays as it was", async (ledger, chain) => {
      await ledger.commit(chain.genesis());
      const keys = Array.from({ length: 300 }, (_, i) => `k${String(i).padStart(3, "0")}`);
      await ledger.commit(chain.next({ txs: [{ txId: "t1", writes: keys.map((key) => ({ key, value: "old" })) }] }));
      const seen: string[] = [];
      for (const [key, value] of ledger.rangeState("fact", "k", "l")) {
        if (seen.length === 10) {
          await ledger.commit(
            chain.next({
              txs: [
                {
                  txId: "t2",
                  writes: keys.map((other, i) => (i % 2 === 0 ? { key: other } : { key: other, value: "new" })),
                },
              ],
            }),
          );
        }
        assert.equal(Buffer.from(value).toString(), "old");
        seen.push(key);
      }
      assert.deepEqual(seen, keys);
      assert.equal([...ledger.rangeState("fact", "k", "l")].length, 150);
      assert.deepEqual(
        [...ledger.rangeState("fact", "k100", "k103")].map(([key]) => key),
        ["k101"],
      );
    });

    it("a closed ledger refuses commits and may be closed again", async () => {
      const ledger = await open();
      await ledger.close();
      await ledger.close();
      await assert.rejects(ledger.commit(new SampleChain().genesis()), { code: "STORAGE_CLOSED" });
    });
  });
}
