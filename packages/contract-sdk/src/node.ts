import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The library that contracts import, as `compileContract` takes it. */
export function readLibrary(folder = join(import.meta.dirname, "../assembly")): ReadonlyMap<string, string> {
  return readSources(folder);
}

/** All AssemblyScript files below a folder by their path in it, with `/`. An unreadable folder has none. */
export function readSources(folder: string): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  let names: string[] = [];
  try {
    names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch {
    return sources;
  }
  for (const name of names.sort())
    if (name.endsWith(".ts")) sources.set(name.replaceAll("\\", "/"), readFileSync(join(folder, name), "utf8"));
  return sources;
}
