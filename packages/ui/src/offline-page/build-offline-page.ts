import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export interface OfflinePageOptions {
  /** Folder with `index.html` (where POLICY, `<style></style>` and `<script></script>` are filled in) and `main.ts`. */
  readonly folder: URL;
  /** Style sheets after the common one. */
  readonly styles?: readonly URL[];
  /** Names that the bundler replaces by texts of JavaScript. */
  readonly define?: Readonly<Record<string, string>>;
}

/**
 * A page as one HTML file that works from a disk. Its policy names its one script and its one style by their hashes and allows nothing else: no network, no
 * frames, no forms.
 */
export async function buildOfflinePage({ folder, styles = [], define = {} }: OfflinePageOptions): Promise<string> {
  const script = (await bundle(new URL("main.ts", folder), define)).replaceAll("</script", "<\\/script");
  const style = [new URL("style.css", import.meta.url), ...styles].map((url) => readFileSync(url, "utf8")).join("\n");
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return readFileSync(new URL("index.html", folder), "utf8")
    .replace("POLICY", () => policy)
    .replace("<style></style>", () => `<style>${style}</style>`)
    .replace("<script></script>", () => `<script>${script}</script>`);
}

async function bundle(entry: URL, define: Readonly<Record<string, string>>): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    minify: true,
    platform: "browser",
    conditions: ["browser"],
    define: { ...define },
    format: "iife",
    target: "es2024",
    charset: "utf8",
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
