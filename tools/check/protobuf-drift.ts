import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Check } from "./check.ts";
import { runProgram } from "./run-program.ts";

const generatedFolder = "packages/protocol/src/gen";

/** The generated protobuf code is what `buf generate` makes of the .proto files. */
export const protobufDrift: Check = {
  name: "generated protobuf code",
  async find(root) {
    const fresh = mkdtempSync(join(tmpdir(), "yanta-gen-"));
    try {
      const { exitCode, output } = await runProgram(root, "@bufbuild/buf/bin/buf", ["generate", "--output", fresh]);
      if (exitCode !== 0) return output.trim().split("\n");
      return compareFolders(join(root, generatedFolder), join(fresh, generatedFolder));
    } finally {
      rmSync(fresh, { recursive: true });
    }
  },
};

function compareFolders(kept: string, fresh: string): readonly string[] {
  const files = new Set([kept, fresh].flatMap((folder) => globSync("**/*.*", { cwd: folder })));
  return [...files]
    .filter((file) => readOrEmpty(join(kept, file)) !== readOrEmpty(join(fresh, file)))
    .map((file) => `${generatedFolder}/${file} differs: run npm run generate`);
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
