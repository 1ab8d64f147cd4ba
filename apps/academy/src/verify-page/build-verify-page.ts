import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/**
 * The page that checks certificates, as one HTML file that works from a disk. Its policy names its one script and its one style by their hashes and allows nothing
 * else: no network, no frames, no forms.
 */
export async function buildVerifyPage(): Promise<string> {
  const script = (await bundle("main.ts")).replaceAll("</script", "<\\/script");
  const style = readFileSync(new URL("style.css", import.meta.url), "utf8");
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return readFileSync(new URL("index.html", import.meta.url), "utf8")
    .replace("POLICY", () => policy)
    .replace("<style></style>", () => `<style>${style}</style>`)
    .replace("<script></script>", () => `<script>${script}</script>`);
}

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    minify: true,
    platform: "browser",
    conditions: ["browser"],
    format: "iife",
    target: "es2024",
    charset: "utf8",
    // A library's check for Node.js.
    define: { global: "globalThis" },
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
