// Makes the generated files again: protobuf code, the contract library in one file, docs/generated.
//   node tools/generate/run.ts
import { fileURLToPath } from "node:url";
import { followLauncher } from "../../bin/run-node.mjs";
import { runProgram } from "../check/run-program.ts";
import { writeContractLibrary } from "./contract-library.ts";
import { writeGeneratedPages } from "./generated-pages.ts";
import { protobufTargets } from "./protobuf-targets.ts";

followLauncher();
const root = fileURLToPath(new URL("../..", import.meta.url));

for (const { template } of protobufTargets) {
  const args = ["generate", "--clean", "--template", template];
  const { exitCode, output } = await runProgram(root, "@bufbuild/buf/bin/buf", args);
  process.stdout.write(output);
  if (exitCode !== 0) process.exit(exitCode);
}

writeContractLibrary(root);
await writeGeneratedPages(root);
