import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readNodeFailure } from "./node-failure.ts";

test("the last error of a node's log is why it did not start", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "yanta-node-failure-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "node.log");
  writeFileSync(file, "opening the chain …\n");
  assert.equal(readNodeFailure(file), undefined);
  const error = (code: string): string =>
    `${JSON.stringify({ error: { code, message: "port 1 is in use", advice: "Choose another." } })}\n`;
  writeFileSync(file, `opening the chain …\n${error("EARLIER")}${error("RPC_PORT_IN_USE")}{"level":"info"}\n`);
  assert.deepEqual(readNodeFailure(file), {
    reason: "RPC_PORT_IN_USE: port 1 is in use",
    advice: "Choose another.",
  });
});
