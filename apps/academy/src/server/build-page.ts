import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build, type BuildOptions } from "esbuild";
import { coursesFolder } from "../node/courses-folder.ts";
import { loadCourses } from "../node/load-courses.ts";
import { readShelf, shelfNames } from "../node/shelf.ts";

/** Files of the page by their paths. */
export type BuiltPage = ReadonlyMap<string, string | Uint8Array>;

/** What the contract compiler's packages import when they run in Node.js, and never in a browser. */
const nodeModules: readonly string[] = ["fs", "module", "path", "url", "node:module"];

const common = {
  bundle: true,
  minify: true,
  platform: "browser",
  conditions: ["browser"],
  target: "es2024",
  jsx: "automatic",
  define: { "process.env.NODE_ENV": '"production"' },
  external: [...nodeModules],
  write: false,
  logLevel: "error",
} satisfies BuildOptions;

const source = fileURLToPath(new URL("../page", import.meta.url));
const workers: readonly string[] = ["chain-worker", "compiler-worker", "grader-worker"];

/** Bundles page, Workers and labs in memory, with what they have in common in files of their own. Lessons with faults are left out. */
export async function buildPage(): Promise<BuiltPage> {
  const { paths } = loadCourses(coursesFolder);
  const labs = paths.flatMap(({ lessons }) => lessons).filter(({ hasLab }) => hasLab);
  const shelf = await Promise.all(
    shelfNames.map(async (name) => [`/shelf/${name}.wasm`, (await readShelf(name)) ?? ""] as const),
  );
  return new Map<string, string | Uint8Array>([
    ["/", readFileSync(`${source}/index.html`, "utf8")],
    ["/style.css", readFileSync(`${source}/style.css`, "utf8")],
    ["/courses.json", JSON.stringify(paths)],
    ...shelf,
    ["/solidity-worker.js", await bundleScript()],
    // As it is: a program of its own.
    ["/soljson.js", readFileSync(createRequire(import.meta.url).resolve("solc/soljson.js"))],
    ...(await bundle(labs.map(({ id }) => id))),
  ]);
}

/** The Worker of solc, a classic one. */
async function bundleScript(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve("@yanta/playground/solidity-worker");
  const { outputFiles } = await build({ ...common, entryPoints: [entry], format: "iife" });
  return outputFiles[0]?.text ?? "";
}

async function bundle(labs: readonly string[]): Promise<readonly (readonly [string, string])[]> {
  const outdir = "/";
  const { outputFiles } = await build({
    entryPoints: [
      { in: `${source}/main.tsx`, out: "page" },
      ...workers.map((name) => ({ in: `${source}/${name}.ts`, out: name })),
      ...labs.map((id) => ({ in: `${coursesFolder}/${id}/lab/lab.ts`, out: `labs/${id}` })),
    ],
    ...common,
    chunkNames: "parts/[hash]",
    splitting: true,
    format: "esm",
    outdir,
  });
  return outputFiles.map(({ path, text }) => [`/${path.slice(outdir.length).replaceAll("\\", "/")}`, text] as const);
}
