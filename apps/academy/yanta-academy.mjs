#!/usr/bin/env node
// The `yanta-academy` command: plain JavaScript that Node.js 20.19 can read. It hands over to a Node.js that can run the program.
import { fileURLToPath } from "node:url";
import { findNode, isRunningNode } from "../../bin/find-node.mjs";
import { reportLauncherError } from "../../bin/launcher-error.mjs";
import { followLauncher, runNode } from "../../bin/run-node.mjs";

try {
  const node = findNode();
  if (isRunningNode(node)) {
    followLauncher();
    await import("./src/main.ts");
  } else {
    runNode(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
  }
} catch (error) {
  process.exitCode = reportLauncherError(error);
}
