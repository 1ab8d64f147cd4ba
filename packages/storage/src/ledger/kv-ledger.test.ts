import assert from "node:assert/strict";
import { test } from "node:test";

import { createMemoryKv } from "../kv/memory-kv.ts";
import { MemoryBlockLog } from "../log/memory-block-log.ts";
import { SampleChain } from "../testing/sample-blocks.ts";
import { KvLedger } from "./kv-ledger.ts";

test("a block that the log has and the store could not take is not followed by another of its height", async () => {
  const kv = createMemoryKv();
  const log = new MemoryBlockLog();
  let isBroken = false;
  const ledger = new KvLedger({
    kv: {
      get: (key) => {
        if (isBroken) throw new Error("the disk cannot be read");
        return kv.get(key);
      },
      range: (range) => kv.range(range),
      write: (changes) => kv.write(changes),
      ready: () => kv.ready(),
      flush: () => kv.flush(),
      close: () => kv.close(),
    },
    log,
  });
  const chain = new SampleChain();
  await ledger.commit(chain.genesis());
  const block = chain.next({ txs: [{ txId: "a", writes: [{ key: "a", value: "1" }] }] });
  isBroken = true;
  await assert.rejects(ledger.commit(block), { message: "the disk cannot be read" });
  isBroken = false;
  await assert.rejects(ledger.commit(block), { message: "the disk cannot be read" });
  await assert.rejects(ledger.revertTo(0n), { message: "the disk cannot be read" });
});
