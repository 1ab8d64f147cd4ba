import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { build } from "esbuild";

test("a browser's bundle holds the noble backend and nothing of Node.js", async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL("../index.ts", import.meta.url))],
    bundle: true,
    platform: "browser",
    format: "esm",
    target: "es2024",
    minify: true,
    metafile: true,
    write: false,
  });
  const inputs = Object.keys(metafile.inputs);
  assert(inputs.some((path) => path.endsWith("noble-backend.ts")));
  assert(!inputs.some((path) => path.endsWith("node-backend.ts") || path.includes("key-provider")));
  const text = outputFiles[0]?.text ?? "";
  assert(!text.includes("node:"));
  assert(text.length < 200_000, `${text.length} bytes`);
});
