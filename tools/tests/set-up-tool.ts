import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { missingTool } from "./missing-tool.ts";

/** A script of `tools/setup`. */
export type ToolName = "chromium" | "cometbft" | "hardhat" | "java" | "java-client" | "postgres" | "python-client";

export type ToolSetup =
  | { readonly kind: "ready"; readonly path: string; readonly skip: false }
  | { readonly kind: "missing"; readonly skip: string };

/** Apt, pip and their downloads on a slow line. */
const setupTimeoutMs = 15 * 60_000;

/**
 * Makes a tool ready with its script and says where it is; when it cannot be had, `skip` is the reason to skip with:
 * `test("...", { skip: java.skip }, ...)`. With CI=true the test runner makes a failure of such a skip.
 */
export function setUpTool(name: ToolName): ToolSetup {
  const script = fileURLToPath(new URL(`../setup/${name}.sh`, import.meta.url));
  const { status, stdout, stderr } = spawnSync("bash", [script], { encoding: "utf8", timeout: setupTimeoutMs });
  if (status === 0) return { kind: "ready", path: stdout.trim().split("\n").at(-1) ?? "", skip: false };
  return {
    kind: "missing",
    skip: missingTool(name, stderr?.trim().split("\n").at(-1) || "its setup script cannot run"),
  };
}
