import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Files by the paths that browsers ask for. */
export type PortalFiles = ReadonlyMap<string, Uint8Array>;

/** Bundles the portal: `/index.html` and, under `/assets/`, files whose names hold their content's hash. Takes about a second. */
export async function buildPortal(): Promise<PortalFiles> {
  const { outputFiles } = await build({
    entryPoints: [at("main.tsx"), at("style.css")],
    bundle: true,
    minify: true,
    platform: "browser",
    conditions: ["browser"],
    format: "esm",
    target: "es2024",
    charset: "utf8",
    jsx: "automatic",
    entryNames: "[name]-[hash]",
    define: { "process.env.NODE_ENV": '"production"' },
    outdir: "/assets",
    write: false,
    logLevel: "silent",
  });
  const files = new Map<string, Uint8Array>();
  let page = readFileSync(at("index.html"), "utf8");
  for (const { path, contents } of outputFiles) {
    const name = basename(path);
    files.set(`/assets/${name}`, contents);
    page = page.replace(name.endsWith(".css") ? "STYLE" : "SCRIPT", `/assets/${name}`);
  }
  files.set("/index.html", new TextEncoder().encode(page));
  return files;
}

function at(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
