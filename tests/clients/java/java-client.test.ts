import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { setUpTool } from "../../../tools/tests/set-up-tool.ts";
import { runDriver } from "../run-driver.ts";
import { startChain } from "../start-chain.ts";
import { startDevChain } from "../start-dev-chain.ts";

const client = setUpTool("java-client");

test("ChainMaker's Java client drives a fresh chain", { skip: client.skip }, async (t) => {
  if (client.kind === "missing") return;
  const chain = await startChain();
  try {
    await runDriver(t, {
      command: "java",
      arguments: ["-cp", client.path, "yanta.clients.Driver", chain.folder, chain.address],
      folder: chain.folder,
      stepsMin: 151,
      skipReasons: {},
    });
  } finally {
    await chain.stop();
  }
});

test(
  "ChainMaker's Java client reads a development chain's sdk_config.yml as it is",
  { skip: client.skip },
  async () => {
    if (client.kind === "missing") return;
    const chain = await startDevChain();
    try {
      const output = execFileSync("java", ["-cp", client.path, "yanta.clients.ReadConfig", ...chain.sdkConfigs], {
        encoding: "utf8",
      });
      assert.deepEqual(output.trim().split("\n"), Array(5).fill("chain1 v2.3.7"));
    } finally {
      await chain.stop();
    }
  },
);
