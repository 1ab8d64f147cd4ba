import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { createMemoryKv } from "../kv/memory-kv.ts";
import { arbitraryBlocks, ledgerComplianceSuite } from "../ledger/ledger-compliance.ts";
import { MemorySyncFile } from "../log/memory-sync-file.ts";
import { LedgerModel } from "../testing/ledger-model.ts";
import { SampleChain } from "../testing/sample-blocks.ts";
import { decodeStateImage, encodeStateImage } from "./state-image.ts";
import { openTabStore, type TabFiles, type TabStore } from "./tab-store.ts";

interface MemoryFiles extends TabFiles {
  readonly blocks: MemorySyncFile;
  readonly images: readonly [MemorySyncFile, MemorySyncFile];
}

function newFiles(): MemoryFiles {
  return { blocks: new MemorySyncFile(), images: [new MemorySyncFile(), new MemorySyncFile()] };
}

/** The files as a crash now would leave them. */
function copyFiles({ blocks, images: [first, second] }: MemoryFiles): MemoryFiles {
  return {
    blocks: new MemorySyncFile(blocks.content()),
    images: [new MemorySyncFile(first.content()), new MemorySyncFile(second.content())],
  };
}

function open(files: TabFiles, imageLogBytes?: number): Promise<TabStore> {
  return openTabStore({
    chainId: "chain1",
    files,
    path: "lab",
    ...(imageLogBytes === undefined ? {} : { imageLogBytes }),
  });
}

/** Commits `count` more blocks behind what the store has. */
async function commitBlocks(store: TabStore, model: LedgerModel, count: number, mark: string): Promise<void> {
  const chain = new SampleChain();
  const { lastHeight, lastBlockHash } = store.ledger;
  if (lastHeight !== undefined && lastBlockHash !== undefined) chain.continueAfter(lastHeight, lastBlockHash);
  for (let i = 0; i < count; i++) {
    const height = store.ledger.lastHeight;
    const writes = [
      { key: "a", value: `${mark}${i}` },
      { key: `k${i % 5}`, value: "x".repeat(100) },
    ];
    const commit =
      height === undefined ? chain.genesis() : chain.next({ txs: [{ txId: `${mark}-${height}`, writes }] });
    await store.ledger.commit(commit);
    model.commit(commit);
    store.saveImageIfDue();
  }
}

ledgerComplianceSuite("tab", async () => (await open(newFiles())).ledger);

describe("TabStore", () => {
  it("opens again with everything: from the log alone, from an image, from the older image", async () => {
    const files = newFiles();
    const model = new LedgerModel();
    const store = await open(files, 3000);
    await commitBlocks(store, model, 40, "a");
    const crashed = copyFiles(files);
    await store.close();
    for (const left of [files, crashed]) {
      assert.ok(left.images.every((image) => image.getSize() > 0));
      const withoutImages = { ...copyFiles(left), images: newFiles().images };
      const half = copyFiles(left);
      half.images[0].truncate(half.images[0].getSize() >> 1);
      for (const each of [withoutImages, half, copyFiles(left)]) model.assertEqual((await open(each)).ledger);
    }
  });

  it("loses nothing that was durable, wherever a crash tears the files", async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryBlocks(5),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(1),
        async (blocks, at, spoilt) => {
          const files = newFiles();
          const store = await open(files, 500);
          const chain = new SampleChain();
          const commits = [chain.genesis(), ...blocks.map((block) => chain.next(block))];
          const model = new LedgerModel();
          for (const commit of commits.slice(0, -1)) {
            await store.ledger.commit(commit);
            model.commit(commit);
            store.saveImageIfDue();
          }
          const durable = files.blocks.getSize();
          const last = commits.at(-1);
          if (last !== undefined) await store.ledger.commit(last);
          // The last append arrived in part, and an image was being written.
          const torn = copyFiles(files);
          torn.blocks.truncate(durable + Math.floor((files.blocks.getSize() - durable) * at));
          const image = spoilt === 0 ? torn.images[0] : torn.images[1];
          image.truncate(Math.floor(image.getSize() * at));
          const reopened = await open(torn, 500);
          if (at === 1 && last !== undefined) model.commit(last);
          model.assertEqual(reopened.ledger);
          await commitBlocks(reopened, model, 2, "later");
          await reopened.close();
          model.assertEqual((await open(torn)).ledger);
        },
      ),
      { seed: 11, numRuns: 60 },
    );
  });

  it("goes back, durably, and whatever image there is", async () => {
    const files = newFiles();
    const store = await open(files, 1500);
    const model = new LedgerModel();
    await commitBlocks(store, model, 15, "b");
    for (const round of ["c", "d"]) {
      await store.ledger.revertTo(5n);
      const back = model.truncated(6);
      back.assertEqual(store.ledger);
      back.assertEqual((await open(copyFiles(files))).ledger);
      await commitBlocks(store, back, 12, round);
      back.assertEqual(store.ledger);
      back.assertEqual((await open(copyFiles(files))).ledger);
    }
    await store.ledger.revertTo(0n);
    model.truncated(1).assertEqual(store.ledger);
    await store.close();
    model.truncated(1).assertEqual((await open(files)).ledger);
  });

  it("refuses another chain's files, damage in the middle and a log that lost blocks", async () => {
    const files = newFiles();
    const store = await open(files);
    await commitBlocks(store, new LedgerModel(), 8, "a");
    await store.close();
    const foreign = { chainId: "chain2", path: "lab", files: { ...copyFiles(files), images: newFiles().images } };
    await assert.rejects(openTabStore(foreign), { code: "STORAGE_CHAIN_FOREIGN" });
    const damaged = { ...copyFiles(files), images: newFiles().images };
    damaged.blocks.write(new Uint8Array([1, 2, 3]), { at: 500 });
    await assert.rejects(open(damaged), { code: "STORAGE_LOG_DAMAGED" });
    const shorter = copyFiles(files);
    shorter.blocks.truncate(1000);
    await assert.rejects(open(shorter), { code: "STORAGE_LOG_BEHIND" });
  });

  it("an image of another chain or format is left aside", async () => {
    const files = newFiles();
    const model = new LedgerModel();
    const store = await open(files);
    await commitBlocks(store, model, 3, "a");
    await store.close();
    const kv = createMemoryKv();
    const image = files.images.find((file) => file.getSize() > 0) ?? files.images[0];
    kv.write((decodeStateImage(image.content()) ?? []).map(([key, value]) => ({ key, value })));
    kv.write([{ key: "mformat", value: new Uint8Array([0x39]) }]);
    const other = encodeStateImage(kv.range({ start: "", end: "\u00ff" }));
    for (const file of files.images) {
      file.truncate(0);
      file.write(other, { at: 0 });
    }
    model.assertEqual((await open(files)).ledger);
  });

  it("a full disk is retryable, and what was half written is cut", async () => {
    const files = newFiles();
    const full = new (class extends MemorySyncFile {
      roomBytes = 2000;
      override write(buffer: Uint8Array, options: { readonly at: number }): number {
        const part = buffer.subarray(0, Math.max(0, this.roomBytes - options.at));
        if (part.length === 0) throw new DOMException("no room", "QuotaExceededError");
        return super.write(part, options);
      }
    })();
    const store = await open({ ...files, blocks: full });
    const model = new LedgerModel();
    await assert.rejects(commitBlocks(store, model, 50, "a"), { code: "STORAGE_DISK_FULL", retryable: true });
    const count = model.blocks.length;
    assert.ok(count > 1 && count < 50);
    model.assertEqual((await open({ ...files, blocks: new MemorySyncFile(full.content()) })).ledger);
    full.roomBytes = 1e6;
    await commitBlocks(store, model, 3, "b");
    model.assertEqual(store.ledger);
  });
});
