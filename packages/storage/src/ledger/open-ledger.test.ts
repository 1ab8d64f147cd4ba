import assert from "node:assert/strict";
import { cpSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";

import type { Ledger } from "../interface.ts";
import { LedgerModel } from "../testing/ledger-model.ts";
import { SampleChain } from "../testing/sample-blocks.ts";
import { temporaryFolders } from "../testing/temporary-folder.ts";
import { ledgerComplianceSuite } from "./ledger-compliance.ts";
import { openLedger } from "./open-ledger.ts";

const newFolder = temporaryFolders("ledger");
const chainId = "chain1";
const small = { chainId, segmentSizeBytes: 4000 };

ledgerComplianceSuite("folder", async () => openLedger({ directory: newFolder(), chainId }));
ledgerComplianceSuite("folder, small segments and transactions", async () =>
  openLedger({ directory: newFolder(), ...small, flushSizeBytes: 1 }),
);

/** A closed ledger of `count` blocks, with the model of what it holds. */
async function filledFolder(
  count: number,
  options: Partial<Parameters<typeof openLedger>[0]> = {},
): Promise<{ directory: string; model: LedgerModel }> {
  const directory = newFolder();
  const ledger = await openLedger({ directory, ...small, ...options });
  const chain = new SampleChain(chainId);
  const model = new LedgerModel();
  for (let i = 0; i < count; i++) {
    const commit =
      i === 0
        ? chain.genesis()
        : chain.next({
            txs: [
              {
                txId: `t${i}`,
                writes: [
                  { key: "a", value: `v${i}` },
                  { key: `k${i % 7}`, value: "x".repeat(200) },
                ],
              },
            ],
            isConfigBlock: i % 5 === 0,
          });
    await ledger.commit(commit);
    model.commit(commit);
  }
  await ledger.close();
  return { directory, model };
}

async function withLedger(
  options: Parameters<typeof openLedger>[0],
  body: (ledger: Ledger) => void | Promise<void>,
): Promise<void> {
  const ledger = await openLedger(options);
  try {
    await body(ledger);
  } finally {
    await ledger.close();
  }
}

describe("openLedger", () => {
  it("opens again with everything, over many segments", async () => {
    const { directory, model } = await filledFolder(40);
    assert.ok(readdirSync(join(directory, "blocks")).length > 3);
    await withLedger({ directory, ...small }, (ledger) => model.assertEqual(ledger));
  });

  it("derives a lost, damaged or unwanted store from the log", async () => {
    const { directory, model } = await filledFolder(20);
    const heights: bigint[] = [];
    const spoil: (() => void)[] = [
      () => rmSync(join(directory, "store"), { recursive: true }),
      () => writeFileSync(join(directory, "store", "data.mdb"), Buffer.alloc(50_000, 3)),
      () => truncateSync(join(directory, "store", "data.mdb"), 20_000),
    ];
    for (const action of spoil) {
      action();
      heights.length = 0;
      await withLedger({ directory, ...small, onProgress: (height) => heights.push(height) }, (ledger) =>
        model.assertEqual(ledger),
      );
      assert.equal(heights.length, 20, action.toString());
    }
    heights.length = 0;
    await withLedger({ directory, ...small, rebuild: true, onProgress: (height) => heights.push(height) }, (ledger) =>
      model.assertEqual(ledger),
    );
    assert.equal(heights.length, 20);
  });

  it("a store of the past is caught up", async () => {
    const { directory } = await filledFolder(5);
    cpSync(join(directory, "store"), join(directory, "store-old"), { recursive: true });
    await withLedger({ directory, ...small }, async (ledger) => {
      const chain = new SampleChain(chainId);
      chain.continueAfter(ledger.lastHeight ?? -1n, ledger.lastBlockHash ?? new Uint8Array());
      for (let i = 0; i < 20; i++)
        await ledger.commit(chain.next({ txs: [{ txId: `n${i}`, writes: [{ key: "a", value: `n${i}` }] }] }));
    });
    rmSync(join(directory, "store"), { recursive: true });
    cpSync(join(directory, "store-old"), join(directory, "store"), { recursive: true });
    const heights: bigint[] = [];
    await withLedger({ directory, ...small, onProgress: (height) => heights.push(height) }, (ledger) => {
      assert.equal(ledger.lastHeight, 24n);
      assert.equal([...ledger.getHistory("fact", "a")].length, 24);
    });
    assert.equal(heights.length, 20);
  });

  it("blocks that were stored together are there again one by one, up to the one that is torn", async () => {
    const directory = newFolder();
    const chain = new SampleChain(chainId);
    const commits = Array.from({ length: 6 }, (_, i) =>
      i === 0 ? chain.genesis() : chain.next({ txs: [{ txId: `t${i}`, writes: [{ key: "a", value: `v${i}` }] }] }),
    );
    await withLedger({ directory, chainId }, async (ledger) => {
      await ledger.commitAll(commits.slice(0, 2));
      await ledger.commitAll(commits.slice(2));
    });
    const [segment = ""] = readdirSync(join(directory, "blocks"));
    const path = join(directory, "blocks", segment);
    truncateSync(path, statSync(path).size - 10);
    await withLedger({ directory, chainId, rebuild: true }, async (ledger) => {
      assert.equal(ledger.lastHeight, 4n);
      await ledger.commitAll(commits.slice(5));
      assert.equal(ledger.getTxLocation("t5")?.height, 5n);
    });
  });

  it("refuses a store that knows more than the log, unless told to rebuild", async () => {
    const { directory, model } = await filledFolder(10);
    const last = readdirSync(join(directory, "blocks")).toSorted().at(-1) ?? "";
    rmSync(join(directory, "blocks", last));
    await assert.rejects(openLedger({ directory, ...small }), { code: "STORAGE_LOG_BEHIND" });
    await withLedger({ directory, ...small, rebuild: true }, (ledger) => {
      const count = Number(ledger.lastHeight ?? -1n) + 1;
      assert.ok(count > 0 && count < 10);
      model.truncated(count).assertEqual(ledger);
    });
  });

  it("refuses a folder in use, and takes it over once it is free", async () => {
    const directory = newFolder();
    const ledger = await openLedger({ directory, chainId });
    await assert.rejects(openLedger({ directory, chainId }), { code: "STORAGE_FOLDER_LOCKED" });
    await ledger.close();
    await withLedger({ directory, chainId }, () => undefined);
  });

  it("refuses foreign chains and genesis blocks", async () => {
    const { directory } = await filledFolder(3);
    await assert.rejects(openLedger({ directory, chainId: "chain2" }), { code: "STORAGE_CHAIN_FOREIGN" });
    await assert.rejects(openLedger({ directory, chainId, genesisHash: new Uint8Array(32) }), {
      code: "STORAGE_CHAIN_FOREIGN",
    });
    const format = JSON.parse(readFileSync(join(directory, "format.json"), "utf8"));
    writeFileSync(join(directory, "format.json"), JSON.stringify({ ...format, chainId: "chain2" }));
    rmSync(join(directory, "store"), { recursive: true });
    await assert.rejects(openLedger({ directory, chainId: "chain2" }), { code: "STORAGE_CHAIN_FOREIGN" });
  });

  it("refuses folders that are foreign, newer, damaged or not writable, and leaves them alone", async () => {
    const foreign = newFolder();
    writeFileSync(join(foreign, "photo.jpg"), "");
    await assert.rejects(openLedger({ directory: foreign, chainId }), { code: "STORAGE_FOLDER_FOREIGN" });
    assert.deepEqual(readdirSync(foreign), ["photo.jpg"]);

    for (const [content, code] of [
      [JSON.stringify({ format: 99, chainId }), "STORAGE_FORMAT_NEWER"],
      ["{", "STORAGE_FORMAT_DAMAGED"],
      ["{}", "STORAGE_FORMAT_DAMAGED"],
      [JSON.stringify({ format: 0, chainId }), "STORAGE_FORMAT_DAMAGED"],
      [JSON.stringify({ format: 2, chainId: 7 }), "STORAGE_FORMAT_DAMAGED"],
    ] as const) {
      const directory = newFolder();
      writeFileSync(join(directory, "format.json"), content);
      await assert.rejects(openLedger({ directory, chainId }), { code });
      assert.deepEqual(readdirSync(directory), ["format.json"]);
    }

    const file = join(newFolder(), "file");
    writeFileSync(file, "");
    await assert.rejects(openLedger({ directory: file, chainId }), { code: "STORAGE_FOLDER_UNWRITABLE" });
  });
});

it("a block of more writes than a call takes arguments is caught up with, derived again and archived", async () => {
  const directory = newFolder();
  const chain = new SampleChain(chainId);
  const writes = Array.from({ length: 200_000 }, (_, i) => ({ key: `k${i}`, value: "v" }));
  const options = { directory, chainId, segmentSizeBytes: 4000 };
  await withLedger(options, async (ledger) => {
    await ledger.commit(chain.genesis());
    await ledger.commit(chain.next({ txs: [{ txId: "many", writes }] }));
    await ledger.commit(chain.next({ txs: [{ txId: "last", writes: [] }] }));
  });
  const ledger = await openLedger({ ...options, rebuild: true });
  try {
    assert.equal(ledger.lastHeight, 2n);
    assert.equal(ledger.getState("fact", "k199999")?.length, 1);
    await ledger.archiveBelow(2n);
    assert.equal(ledger.getStateAt("fact", "k199999", 1n)?.length, 1);
  } finally {
    await ledger.close();
  }
});
