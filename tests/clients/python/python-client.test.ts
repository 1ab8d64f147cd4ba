import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { setUpTool } from "../../../tools/tests/set-up-tool.ts";
import { runDriver } from "../run-driver.ts";
import { startChain } from "../start-chain.ts";
import { startDevChain } from "../start-dev-chain.ts";

const client = setUpTool("python-client");

test("ChainMaker's Python client drives a fresh chain", { skip: client.skip }, async (t) => {
  if (client.kind === "missing") return;
  const chain = await startChain();
  try {
    await runDriver(t, {
      command: client.path,
      arguments: [join(import.meta.dirname, "driver.py"), chain.folder, chain.address],
      folder: chain.folder,
      stepsMin: 126,
      skipReasons: {},
    });
  } finally {
    await chain.stop();
  }
});

test(
  "ChainMaker's Python client reads a development chain's sdk_config.yml as it is",
  { skip: client.skip },
  async () => {
    if (client.kind === "missing") return;
    const chain = await startDevChain();
    try {
      const output = execFileSync(client.path, [join(import.meta.dirname, "read_config.py"), ...chain.sdkConfigs], {
        encoding: "utf8",
      });
      assert.deepEqual(output.trim().split("\n"), Array(5).fill("chain1 v2.3.7"));
    } finally {
      await chain.stop();
    }
  },
);
