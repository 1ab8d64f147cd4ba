import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "./check.ts";

/** Pieces are joined here so that this file does not find itself. */
const forbidden: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  {
    what: "a path of one machine",
    pattern: new RegExp(`(?<![\\w.])/(${["work", "root", "home/[a-z]+", "Users/[A-Za-z]+"].join("|")})/`),
  },
  {
    what: "a registry's host",
    pattern: new RegExp(["registry\\.npm", "npmmirror\\.", "npmjs\\.org", "goproxy\\.", "pypi\\.org/simple"].join("|")),
  },
  { what: "a resolved address in the lock file", pattern: /"resolved": "[h]ttp/ },
];

/** Tracked files name no path of a developer's machine and no package registry. */
export const foreignHosts: Check = {
  name: "machine paths and registry hosts",
  async find(root) {
    return trackedFiles(root).flatMap((path) => {
      const text = readText(join(root, path));
      if (text === undefined) return [];
      return text
        .split("\n")
        .flatMap((line, index) =>
          forbidden.filter(({ pattern }) => pattern.test(line)).map(({ what }) => `${path}:${index + 1}: ${what}`),
        );
    });
  },
};

function trackedFiles(root: string): readonly string[] {
  const list = execFileSync("git", ["ls-files", "-z", "--", ".", ":!third_party"], { cwd: root, encoding: "utf8" });
  return list.split("\0").filter((path) => path !== "");
}

/** Undefined for a binary file and for one that was deleted but not yet committed. */
function readText(path: string): string | undefined {
  try {
    const text = readFileSync(path, "utf8");
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}
