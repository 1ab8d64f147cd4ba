import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { BinaryString } from "@yanta/bytes";

import type { KvChange, KvEntry, KvRange } from "../interface.ts";
import { kvComplianceSuite } from "./kv-compliance.ts";
import { OrderedTree } from "./ordered-tree.ts";
import { WriteBehindKv, type BatchStore } from "./write-behind-kv.ts";

/** A store whose transactions end when and how the test says. */
class ManualStore implements BatchStore {
  readonly path = "manual";
  readonly tree = new OrderedTree();
  readonly batches: (readonly KvChange[])[] = [];
  #settle: ((error?: Error) => void)[] = [];

  get(key: BinaryString): Uint8Array | undefined {
    return this.tree.get(key);
  }

  range(range: KvRange): Iterator<KvEntry> {
    return this.tree.range(range)[Symbol.iterator]();
  }

  async apply(changes: readonly KvChange[]): Promise<void> {
    this.batches.push(changes);
    await new Promise<void>((resolve, reject) =>
      this.#settle.push((error) => (error === undefined ? resolve() : reject(error))),
    );
    for (const { key, value } of changes) {
      if (value === undefined) this.tree.delete(key);
      else this.tree.set(key, value);
    }
  }

  async close(): Promise<void> {}

  /** Ends the transaction under way and lets its followers run. */
  async settle(error?: Error): Promise<void> {
    this.#settle.shift()?.(error);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A store whose transactions end by themselves, some turns of the event loop later. */
class SlowStore extends ManualStore {
  override async apply(changes: readonly KvChange[]): Promise<void> {
    setImmediate(() => void this.settle());
    await super.apply(changes);
  }
}

const diskFull = Object.assign(new Error("no room"), { code: "ENOSPC" });
const put = (key: string, size = 1): KvChange => ({ key, value: new Uint8Array(size) });
const keys = (kv: WriteBehindKv): string => [...kv.range({ start: "a", end: "z" })].map(([key]) => key).join("");

kvComplianceSuite(
  "write-behind, transactions all the time",
  async () => new WriteBehindKv(new SlowStore(), { flushSizeBytes: 1 }),
);
kvComplianceSuite(
  "write-behind, transactions now and then",
  async () => new WriteBehindKv(new SlowStore(), { flushSizeBytes: 1000 }),
);

describe("WriteBehindKv", () => {
  it("reads see changes that wait, that are being written and that were written", async () => {
    const store = new ManualStore();
    const kv = new WriteBehindKv(store, { flushSizeBytes: 150 });
    kv.write([put("a"), put("b"), put("c")]);
    assert.equal(store.batches.length, 1);
    kv.write([{ key: "b" }]);
    assert.equal(keys(kv), "ac");
    assert.equal(kv.get("b"), undefined);
    await store.settle();
    assert.equal(store.get("b")?.length, 1);
    assert.equal(keys(kv), "ac");
    const flushed = kv.flush();
    await store.settle();
    await flushed;
    assert.equal(store.get("b"), undefined);
    assert.deepEqual(
      store.batches.map((batch) => batch.map(({ key }) => key).join("")),
      ["abc", "b"],
    );
  });

  it("writers wait once too much waits for the disk", async () => {
    const store = new ManualStore();
    const kv = new WriteBehindKv(store, { flushSizeBytes: 1000 });
    kv.write([put("a", 1000)]);
    kv.write([put("b", 3000)]);
    let isReady = false;
    const ready = kv.ready().then(() => (isReady = true));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(isReady, false);
    await store.settle();
    await store.settle();
    await ready;
  });

  it("a full disk stops intake, keeps what waits and is tried again", async () => {
    const store = new ManualStore();
    const kv = new WriteBehindKv(store, { flushSizeBytes: 1 });
    kv.write([put("a")]);
    await store.settle(diskFull);
    const refused = assert.rejects(kv.ready(), { code: "STORAGE_DISK_FULL", retryable: true });
    await store.settle(diskFull);
    await refused;
    assert.equal(keys(kv), "a");
    const accepted = kv.ready();
    await store.settle();
    await accepted;
    kv.write([put("b")]);
    const flushed = kv.flush();
    await store.settle();
    await flushed;
    assert.equal(store.tree.size, 2);
  });

  it("any other failure is final", async () => {
    const store = new ManualStore();
    const kv = new WriteBehindKv(store, { flushSizeBytes: 1 });
    kv.write([put("a")]);
    await store.settle(new Error("bad sector"));
    await assert.rejects(kv.ready(), { code: "STORAGE_WRITE_FAILED", retryable: false });
    await assert.rejects(kv.flush(), { code: "STORAGE_WRITE_FAILED" });
    assert.equal(store.batches.length, 1);
    await kv.close();
  });
});
