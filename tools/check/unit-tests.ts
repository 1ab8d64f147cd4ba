import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Check } from "./check.ts";

export const unitTests: Check = {
  name: "unit tests",
  async find(root) {
    const child = spawn(process.execPath, [join(root, "tools/tests/run.ts"), "unit"], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk) => (output += String(chunk)));
    child.stderr.on("data", (chunk) => (output += String(chunk)));
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    return exitCode === 0 ? [] : output.trim().split("\n");
  },
};
