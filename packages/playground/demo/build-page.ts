import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Files of the page by their paths. */
export type BuiltPage = ReadonlyMap<string, string | Uint8Array>;

/** What the contract compiler's packages import when they run in Node.js, and never in a browser. */
const nodeModules: readonly string[] = ["fs", "module", "path", "url", "node:module"];

const folder = fileURLToPath(new URL(".", import.meta.url));
const source = fileURLToPath(new URL("../src", import.meta.url));

/** Bundles page and Workers in memory. */
export async function buildPage(): Promise<BuiltPage> {
  const [page, worker, compiler, solidity] = await Promise.all([
    bundle(`${folder}/page/main.ts`, "esm"),
    bundle(`${source}/worker/main.ts`, "esm"),
    bundle(`${source}/compiler/compiler-worker.ts`, "esm"),
    bundle(`${source}/compiler/solidity-worker.ts`, "iife"),
  ]);
  return new Map<string, string | Uint8Array>([
    ["/", readFileSync(`${folder}/page/index.html`, "utf8")],
    ["/style.css", readFileSync(`${folder}/page/style.css`, "utf8")],
    ["/page.js", page],
    ["/worker.js", worker],
    ["/compiler-worker.js", compiler],
    ["/solidity-worker.js", solidity],
    // As it is: a program of its own.
    ["/soljson.js", readFileSync(createRequire(import.meta.url).resolve("solc/soljson.js"))],
  ]);
}

async function bundle(entry: string, format: "esm" | "iife"): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    platform: "browser",
    conditions: ["browser"],
    format,
    target: "es2024",
    external: [...nodeModules],
    write: false,
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}
