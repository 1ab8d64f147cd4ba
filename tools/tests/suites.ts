import { globSync } from "node:fs";
import { basename } from "node:path";

/** What a suite needs: only Node.js, or also tools such as Python, Java or a browser. */
export type Needs = "node" | "tools";

export interface Suite {
  readonly name: string;
  readonly needs: Needs;
  /** `process`: a process for each file. `shared`: one for all files of a group. */
  readonly isolation: "process" | "shared";
  /** Files at the same time within a group (only with `process`). */
  readonly concurrency: number;
  /** Longest time for one test file or, with `shared`, one test. */
  readonly timeoutMs: number;
  readonly groups: readonly TestGroup[];
}

/** Test files that run in one `node --test`. */
export interface TestGroup {
  readonly name: string;
  readonly files: readonly string[];
}

const minuteMs = 60_000;

const table: readonly Omit<Suite, "groups">[] = [
  { name: "unit", needs: "node", isolation: "shared", concurrency: 1, timeoutMs: minuteMs },
  { name: "contracts", needs: "node", isolation: "shared", concurrency: 1, timeoutMs: 2 * minuteMs },
  { name: "conformance", needs: "node", isolation: "shared", concurrency: 1, timeoutMs: 2 * minuteMs },
  { name: "e2e", needs: "node", isolation: "process", concurrency: 1, timeoutMs: 5 * minuteMs },
  { name: "directory", needs: "node", isolation: "process", concurrency: 1, timeoutMs: 5 * minuteMs },
  { name: "guides", needs: "node", isolation: "process", concurrency: 1, timeoutMs: 10 * minuteMs },
  { name: "simulation", needs: "node", isolation: "process", concurrency: 1, timeoutMs: 5 * minuteMs },
  { name: "academy", needs: "node", isolation: "process", concurrency: 2, timeoutMs: 10 * minuteMs },
  { name: "fuzz", needs: "node", isolation: "process", concurrency: 1, timeoutMs: 5 * minuteMs },
  { name: "packaging", needs: "tools", isolation: "process", concurrency: 1, timeoutMs: 10 * minuteMs },
  { name: "clients", needs: "tools", isolation: "process", concurrency: 1, timeoutMs: 20 * minuteMs },
  { name: "guides-full", needs: "tools", isolation: "process", concurrency: 1, timeoutMs: 10 * minuteMs },
  { name: "browser", needs: "tools", isolation: "process", concurrency: 1, timeoutMs: 10 * minuteMs },
  { name: "faults", needs: "tools", isolation: "process", concurrency: 1, timeoutMs: 20 * minuteMs },
  { name: "network", needs: "tools", isolation: "process", concurrency: 1, timeoutMs: 20 * minuteMs },
  { name: "evidence", needs: "tools", isolation: "process", concurrency: 1, timeoutMs: 5 * minuteMs },
];

/** For a folder of `tests/` that the table does not name: its tests must not be forgotten. */
const unnamed: Omit<Suite, "name" | "groups"> = {
  needs: "tools",
  isolation: "process",
  concurrency: 1,
  timeoutMs: 10 * minuteMs,
};

/** The suites that have test files: unit tests lie beside the source, those of contracts with them, each other suite in `tests/NAME`. */
export function findSuites(root: string): readonly Suite[] {
  const named = new Set(table.map((suite) => suite.name));
  const folders = globSync("tests/*/", { cwd: root }).map((folder) => basename(folder));
  const others = folders.filter((name) => !named.has(name)).map((name) => ({ name, ...unnamed }));
  return [...table, ...others]
    .map((suite) => ({ ...suite, groups: suite.name === "unit" ? unitGroups(root) : folderGroups(root, suite.name) }))
    .filter((suite) => suite.groups.length > 0);
}

/** One group a package, so that packages cannot disturb each other and a crash names its package. */
function unitGroups(root: string): readonly TestGroup[] {
  const byPackage = Map.groupBy(
    findFiles(root, ["{packages,apps}/*/src/**/*.test.ts", "{bin,tools}/**/*.test.ts"]),
    (file) => (/^(packages|apps)\//.test(file) ? file.split("/").slice(0, 2).join("/") : file.split("/", 1).join()),
  );
  return [...byPackage].map(([name, files]) => ({ name, files }));
}

function folderGroups(root: string, name: string): readonly TestGroup[] {
  const pattern = name === "contracts" ? "contracts/*/tests/**/*.test.ts" : `tests/${name}/**/*.test.ts`;
  const files = findFiles(root, [pattern]);
  return files.length === 0 ? [] : [{ name: `tests/${name}`, files }];
}

/** Paths relative to the root with `/`, sorted. */
function findFiles(root: string, patterns: readonly string[]): readonly string[] {
  return globSync(patterns, { cwd: root, exclude: ["**/node_modules/**", "**/dist/**"] })
    .map((file) => file.replaceAll("\\", "/"))
    .toSorted();
}
