import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { protobufTargets } from "../generate/protobuf-targets.ts";
import type { Check } from "./check.ts";
import { runProgram } from "./run-program.ts";

/** The generated protobuf code is what `buf generate` makes of the .proto files. */
export const protobufDrift: Check = {
  name: "generated protobuf code",
  async find(root) {
    const fresh = mkdtempSync(join(tmpdir(), "yanta-gen-"));
    try {
      const findings: string[] = [];
      for (const { template, folder } of protobufTargets) {
        const args = ["generate", "--template", template, "--output", fresh];
        const { exitCode, output } = await runProgram(root, "@bufbuild/buf/bin/buf", args);
        findings.push(...(exitCode === 0 ? compareFolder(folder, root, fresh) : output.trim().split("\n")));
      }
      return findings;
    } finally {
      rmSync(fresh, { recursive: true });
    }
  },
};

function compareFolder(folder: string, keptRoot: string, freshRoot: string): readonly string[] {
  const [kept, fresh] = [join(keptRoot, folder), join(freshRoot, folder)];
  const files = new Set([kept, fresh].flatMap((root) => globSync("**/*.*", { cwd: root })));
  return [...files]
    .filter((file) => readOrEmpty(join(kept, file)) !== readOrEmpty(join(fresh, file)))
    .map((file) => `${folder}/${file} differs: run npm run generate`);
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
