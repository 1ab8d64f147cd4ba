// Formats the files named, or all.
//   node tools/check/format.ts [PATH...]
import { fileURLToPath } from "node:url";
import { followLauncher } from "../../bin/run-node.mjs";
import { runProgram } from "./run-program.ts";

followLauncher();
const root = fileURLToPath(new URL("../..", import.meta.url));
const { exitCode, output } = await runProgram(root, "oxfmt/bin/oxfmt", ["--write", ...process.argv.slice(2)]);
process.stdout.write(output);
process.exitCode = exitCode;
