import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { coursesFolder } from "../node/courses-folder.ts";
import { loadCourses } from "../node/load-courses.ts";
import { readShelf, shelfNames } from "../node/shelf.ts";

/** Files of the page by their paths. */
export type BuiltPage = ReadonlyMap<string, string | Uint8Array>;

/** What the contract compiler's packages import when they run in Node.js, and never in a browser. */
const nodeModules: readonly string[] = ["fs", "module", "path", "url", "node:module"];

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
    ...(await bundle(labs.map(({ id }) => id))),
  ]);
}

async function bundle(labs: readonly string[]): Promise<readonly (readonly [string, string])[]> {
  const outdir = "/";
  const { outputFiles } = await build({
    entryPoints: [
      { in: `${source}/main.tsx`, out: "page" },
      ...workers.map((name) => ({ in: `${source}/${name}.ts`, out: name })),
      ...labs.map((id) => ({ in: `${coursesFolder}/${id}/lab/lab.ts`, out: `labs/${id}` })),
    ],
    chunkNames: "parts/[hash]",
    bundle: true,
    splitting: true,
    minify: true,
    platform: "browser",
    conditions: ["browser"],
    format: "esm",
    target: "es2024",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    external: [...nodeModules],
    outdir,
    write: false,
    logLevel: "error",
  });
  return outputFiles.map(({ path, text }) => [`/${path.slice(outdir.length).replaceAll("\\", "/")}`, text] as const);
}
