import { test } from "node:test";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { runDriver } from "../clients/run-driver.ts";
import { startNetwork } from "./network-under-test.ts";

const engine = setUpTool("cometbft");
const client = setUpTool("java-client");
const skip = engine.skip || client.skip;

test("ChainMaker's Java client with four addresses goes on when one node dies", { skip }, async (t) => {
  if (engine.kind === "missing" || client.kind === "missing") return;
  const network = await startNetwork({ count: 4, engine: engine.path, delayMs: "direct" });
  try {
    await runDriver(t, {
      command: "java",
      arguments: ["-cp", client.path, "yanta.clients.FourAddresses", network.sdkConfig],
      folder: network.folder,
      stepsMin: 2,
      skipReasons: {},
      onLine: (line) => {
        if (line === "HALF") void network.nodes[1]?.kill();
      },
    });
  } finally {
    await network.close();
  }
});
