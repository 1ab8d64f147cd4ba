// What npm's scripts run: installs what is missing, then runs a script of this repository with Node.js 24.
// Plain JavaScript without dependencies, so that it works on Node.js 20.19 before anything is installed.
//   node tools/npm-entry.mjs SCRIPT [ARGUMENT...]
import { fileURLToPath } from "node:url";
import { resolve } from "node:path";
import { findNode } from "../bin/find-node.mjs";
import { reportLauncherError } from "../bin/launcher-error.mjs";
import { runNode } from "../bin/run-node.mjs";
import { endWithNpm } from "./end-with-npm.mjs";
import { installMissing } from "./install-missing.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const [script, ...argv] = process.argv.slice(2);
if (script === undefined) throw new Error("usage: node tools/npm-entry.mjs SCRIPT [ARGUMENT...]");

try {
  installMissing(root);
  endWithNpm();
  runNode(findNode(), [resolve(root, script), ...argv]);
} catch (error) {
  process.exitCode = reportLauncherError(error);
}
