// Makes the generated files again: protobuf code and docs/generated.
//   node tools/generate/run.ts
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { followLauncher } from "../../bin/run-node.mjs";
import { runProgram } from "../check/run-program.ts";
import { errorDocsPath, renderErrorDocs } from "./error-docs.ts";

followLauncher();
const root = fileURLToPath(new URL("../..", import.meta.url));

const { exitCode, output } = await runProgram(root, "@bufbuild/buf/bin/buf", ["generate", "--clean"]);
process.stdout.write(output);
if (exitCode !== 0) process.exit(exitCode);

const page = join(root, errorDocsPath);
mkdirSync(dirname(page), { recursive: true });
writeFileSync(page, await renderErrorDocs(root));
