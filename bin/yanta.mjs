#!/usr/bin/env node
// The `yanta` command: plain JavaScript that Node.js 20.19 can read. It finds a Node.js that can run Yanta and hands
// over to it; in that Node.js it loads the program.
import { existsSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { cacheFolder } from "./cache-folder.mjs";
import { findNode, isRunningNode } from "./find-node.mjs";
import { reportLauncherError } from "./launcher-error.mjs";
import { followLauncher, runNode } from "./run-node.mjs";

const sourceMain = fileURLToPath(new URL("../packages/cli/src/main.ts", import.meta.url));
const bundledMain = fileURLToPath(new URL("./dist/main.js", import.meta.url));

try {
  const node = findNode();
  if (isRunningNode(node)) {
    followLauncher();
    // Loading the program would let V8's young generation grow to 64 MB for good; a node then chooses its size.
    setFlagsFromString("--semi-space-growth-factor=1");
    module.enableCompileCache(join(cacheFolder(), "compile"));
    await import(pathToFileURL(existsSync(sourceMain) ? sourceMain : bundledMain).href);
  } else {
    runNode(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
  }
} catch (error) {
  process.exitCode = reportLauncherError(error);
}
