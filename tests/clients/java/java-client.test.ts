import { test } from "node:test";
import { setUpTool } from "../../../tools/tests/set-up-tool.ts";
import { runDriver } from "../run-driver.ts";
import { startChain } from "../start-chain.ts";

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
