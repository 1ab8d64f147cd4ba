import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { setUpTool } from "../../../tools/tests/set-up-tool.ts";
import { runDriver } from "../run-driver.ts";
import { startDevChain } from "../start-dev-chain.ts";

const hardhat = setUpTool("hardhat");
const artifact = fileURLToPath(new URL("ledger-book.json", import.meta.url));

test("Hardhat, unmodified, works with a development chain", { skip: hardhat.skip }, async (t) => {
  if (hardhat.kind === "missing") return;
  const chain = await startDevChain();
  const command = [
    "env",
    `YANTA_ETHEREUM=${chain.ethereum}`,
    `YANTA_ARTIFACT=${artifact}`,
    "HARDHAT_DISABLE_TELEMETRY_PROMPT=true",
  ];
  try {
    await runDriver(t, {
      command: command[0] ?? "env",
      arguments: [
        ...command.slice(1),
        process.execPath,
        "node_modules/hardhat/dist/src/cli.js",
        "run",
        "--no-compile",
        "--network",
        "yanta",
        "drive.mjs",
      ],
      folder: hardhat.path,
      stepsMin: 7,
      skipReasons: {},
    });
  } finally {
    await chain.stop();
  }
});
