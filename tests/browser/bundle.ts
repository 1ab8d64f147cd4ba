import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

export interface Bundle {
  readonly code: string;
  /** Files in it, relative to the repository. */
  readonly inputs: readonly string[];
}

export interface BundleOptions {
  /** A file, or a text that stands as one in a folder. */
  readonly entry: URL | { readonly source: string; readonly folder: URL };
  readonly minify?: boolean;
  readonly plugins?: Plugin[];
  /** `iife` for a classic Worker; `esm` when absent. */
  readonly format?: "esm" | "iife";
  /** Modules of Node.js that a dependency imports only when it runs there. */
  readonly external?: string[];
}

/** What the contract compiler's packages import when they run in Node.js. */
export const compilerExternals: string[] = ["fs", "module", "path", "url", "node:module"];

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Bundles a module for browsers, as an application's bundler would: the condition `browser`, nothing in place of
 * Node.js's modules, so that an import of one fails here.
 */
export async function bundleForBrowser({
  entry,
  minify = false,
  plugins = [],
  format = "esm",
  external = [],
}: BundleOptions): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    ...(entry instanceof URL
      ? { entryPoints: [fileURLToPath(entry)] }
      : { stdin: { contents: entry.source, resolveDir: fileURLToPath(entry.folder), loader: "ts" } }),
    absWorkingDir: root,
    bundle: true,
    platform: "browser",
    conditions: ["browser"],
    format,
    external,
    target: "es2024",
    minify,
    metafile: true,
    write: false,
    logLevel: "silent",
    plugins,
  });
  return { code: outputFiles[0]?.text ?? "", inputs: Object.keys(metafile.inputs) };
}
