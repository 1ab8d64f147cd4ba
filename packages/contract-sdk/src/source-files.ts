import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the library and the template lie: beside the bundle in a published package, else in this package. */
export function packageFolder(name: "assembly" | "template"): string {
  const bundled = join(import.meta.dirname, "contract-sdk", name);
  return existsSync(bundled) ? bundled : join(import.meta.dirname, "..", name);
}

/** The library that contracts import, as `compileContract` takes it. */
export function readLibrary(): ReadonlyMap<string, string> {
  return readSources(packageFolder("assembly"));
}

/** All AssemblyScript files below a folder by their path in it, with `/`. An unreadable folder has none. */
export function readSources(folder: string): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const name of listFiles(folder))
    if (name.endsWith(".ts")) sources.set(name, readFileSync(join(folder, name), "utf8"));
  return sources;
}

/** Paths of the files below a folder, with `/`, sorted. */
export function listFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .sort();
}
