import assert from "node:assert/strict";
import { test } from "node:test";

import { kvComplianceSuite } from "./kv-compliance.ts";
import { createMemoryKv } from "./memory-kv.ts";

kvComplianceSuite("memory", async () => createMemoryKv());
kvComplianceSuite("memory, forked", async () => createMemoryKv().fork());

test("a fork and its origin do not see each other's writes", async () => {
  const origin = createMemoryKv();
  const value = (byte: number): Uint8Array => new Uint8Array([byte]);
  origin.write([{ key: "a", value: value(1) }]);
  const fork = origin.fork();
  origin.write([{ key: "a" }, { key: "b", value: value(2) }]);
  fork.write([{ key: "c", value: value(3) }]);
  assert.deepEqual([...origin.range({ start: "a", end: "z" })], [["b", value(2)]]);
  assert.deepEqual(
    [...fork.range({ start: "a", end: "z" })],
    [
      ["a", value(1)],
      ["c", value(3)],
    ],
  );
  await origin.close();
  assert.deepEqual(fork.get("a"), value(1));
});
