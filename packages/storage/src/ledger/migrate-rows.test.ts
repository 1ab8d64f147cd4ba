import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";

import { emptyBytes, utf8ToBytes } from "@yanta/bytes";

import type { Kv, KvChange } from "../interface.ts";
import { openLmdbKv } from "../kv/lmdb-kv.ts";
import { createMemoryKv } from "../kv/memory-kv.ts";
import { migratedRowsMax } from "../limits.ts";
import { LedgerModel } from "../testing/ledger-model.ts";
import { SampleChain } from "../testing/sample-blocks.ts";
import { temporaryFolders } from "../testing/temporary-folder.ts";
import { fillForArchive } from "./archive-compliance.ts";
import {
  encodeRow,
  encodeSavepoint,
  formatKey,
  historySuffix,
  rowLocation,
  rowValue,
  savepointKey,
} from "./kv-layout.ts";
import { migrateRows } from "./migrate-rows.ts";
import { openLedger } from "./open-ledger.ts";
import { checkStoreFormat } from "./store-format.ts";

const newFolder = temporaryFolders("migrate-rows");

/** Turns the store of a closed ledger into what format 1 was: bare values, and every modification in the history. */
async function downgrade(kv: Kv): Promise<void> {
  const changes: KvChange[] = [];
  for (const [name, row] of kv.range({ start: "s", end: "t" })) {
    const { height, index } = rowLocation(row);
    const historyKey = `k${name.slice(1)}${historySuffix(height, index)}`;
    changes.push({ key: name, value: rowValue(row) });
    if (kv.get(historyKey) === undefined) changes.push({ key: historyKey, value: emptyBytes });
  }
  kv.write([...changes, { key: formatKey, value: utf8ToBytes("1 chain1") }]);
  await kv.flush();
}

/** A store whose process dies at a write. */
function crashAfter(kv: Kv, writesBefore: number): Kv {
  let writes = 0;
  return {
    get: (key) => kv.get(key),
    range: (range) => kv.range(range),
    write: (batch) => {
      if (writes++ === writesBefore) throw new Error("crash");
      kv.write(batch);
    },
    ready: () => kv.ready(),
    flush: () => kv.flush(),
    close: () => kv.close(),
  };
}

describe("a store of format 1", () => {
  for (const archivedHeight of [undefined, 25n]) {
    it(`is migrated where it is${archivedHeight === undefined ? "" : ", also when the log is archived"}`, async () => {
      const options = { directory: newFolder(), chainId: "chain1", segmentSizeBytes: 1200, flushSizeBytes: 1000 };
      const ledger = await openLedger(options);
      const model = await fillForArchive(ledger);
      if (archivedHeight !== undefined) await ledger.archiveBelow(archivedHeight);
      await ledger.close();
      const kv = await openLmdbKv({ directory: join(options.directory, "store") });
      await downgrade(kv);
      await kv.close();

      let replayed = 0;
      const migrated = await openLedger({ ...options, onProgress: () => replayed++ });
      model.assertEqual(migrated, archivedHeight);
      assert.equal(replayed, 0, "derived from the log");
      const chain = new SampleChain();
      chain.continueAfter(29n, migrated.lastBlockHash ?? new Uint8Array());
      const block = chain.next({ txs: [{ txId: "next", writes: [{ key: "a", value: "next" }, { key: "k1" }] }] });
      await migrated.commit(block);
      model.commit(block);
      model.assertEqual(migrated, archivedHeight);
      await migrated.close();
    });
  }

  it("goes on where a crash has cut its migration short, at each of its writes", async () => {
    const count = migratedRowsMax * 2 + 10;
    const olderPlace = historySuffix(5n, 0);
    let crashes = 0;
    for (let isOver = false; !isOver;) {
      const kv = createMemoryKv();
      const changes: KvChange[] = [];
      for (let i = 0; i < count; i++) {
        changes.push({ key: `sc#${i}`, value: Uint8Array.of(i) });
        for (const place of [olderPlace, historySuffix(7n, i)])
          changes.push({ key: `kc#${i}${place}`, value: emptyBytes });
      }
      kv.write([
        ...changes,
        { key: savepointKey, value: encodeSavepoint({ height: 9n, blockHash: emptyBytes, configHeight: 0n }) },
        { key: formatKey, value: utf8ToBytes("1 chain1") },
      ]);
      const store = { chainId: "chain1", path: "." };
      try {
        await checkStoreFormat(crashAfter(kv, crashes), store);
        isOver = true;
      } catch {
        crashes++;
      }
      await checkStoreFormat(kv, store);
      for (let i = 0; i < count; i++)
        assert.deepEqual(
          kv.get(`sc#${i}`),
          encodeRow({ height: 7n, index: i }, Uint8Array.of(i)),
          `row ${i}, ${crashes} crashes`,
        );
      const left = [...kv.range({ start: "k", end: "l" })].map(([key]) => key);
      assert.equal(left.length, count);
      assert.ok(left.every((key) => key.endsWith(olderPlace)));
      assert.deepEqual(
        [...kv.range({ start: "m", end: "n" })].map(([key]) => key),
        [formatKey, savepointKey],
      );
      await assert.doesNotReject(checkStoreFormat(crashAfter(kv, 0), store), "nothing is left to write");
    }
    assert.ok(crashes > 2, `${crashes} crashes`);
  });

  it("with a row of unknown origin counts as damaged and is derived again", async () => {
    const kv = createMemoryKv();
    kv.write([{ key: "sc#a", value: Uint8Array.of(1) }]);
    await assert.rejects(migrateRows(kv, "."), { code: "STORAGE_STORE_DAMAGED" });

    const options = { directory: newFolder(), chainId: "chain1" };
    const ledger = await openLedger(options);
    const model = new LedgerModel();
    const genesis = new SampleChain().genesis();
    await ledger.commit(genesis);
    model.commit(genesis);
    await ledger.close();
    const store = await openLmdbKv({ directory: join(options.directory, "store") });
    store.write([
      { key: "sc#a", value: Uint8Array.of(1) },
      { key: formatKey, value: utf8ToBytes("1 chain1") },
    ]);
    await store.close();
    const derived = await openLedger(options);
    model.assertEqual(derived);
    await derived.close();
  });
});
