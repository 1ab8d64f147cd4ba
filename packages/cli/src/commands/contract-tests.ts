import { globSync } from "node:fs";
import { join, relative } from "node:path";
import type { BuildMode } from "@yanta/contract-sdk";
import { compileFolder } from "@yanta/contract-sdk/node";
import { prepareTestRun, type PreparedTestRun, type TestRunResult } from "@yanta/contract-testing/runner";
import { cliErrors } from "../errors.ts";
import type { Text } from "../language.ts";

/** Branches shown that no test takes. */
const openBranchesShown = 30;

/** Compiles a contract and runs its tests. Errors: CLI_CONTRACT_NO_TESTS, those of building and of the run. */
export async function testContract(folder: string, mode: BuildMode): Promise<TestRunResult> {
  const prepared = prepareTestRun({ coverage: mode === "coverage" });
  try {
    return await runPrepared(prepared, folder, await compileFolder(folder, mode));
  } finally {
    prepared.close();
  }
}

/** Runs the tests of a contract that is compiled. */
export function runPrepared(
  prepared: PreparedTestRun,
  folder: string,
  compiled: Awaited<ReturnType<typeof compileFolder>>,
): Promise<TestRunResult> {
  const files = globSync("tests/**/*.test.ts", { cwd: folder }).map((file) => join(folder, file));
  if (files.length === 0) throw cliErrors.create("CLI_CONTRACT_NO_TESTS", { path: join(folder, "tests") });
  return prepared.run({ files: files.toSorted(), contracts: [{ folder, compiled }] });
}

export function isGoodRun({ passed, failures }: TestRunResult): boolean {
  return failures.length === 0 && passed > 0;
}

interface RenderOptions {
  readonly text: (text: Text) => string;
  readonly gas: boolean;
}

/** Failures, then what was asked for, then the sum. */
export function renderTestRun(result: TestRunResult, { text, gas }: RenderOptions): string {
  const lines: string[] = [];
  for (const { name, file, error } of result.failures)
    lines.push(`✗ ${name} (${relative(process.cwd(), file)})`, error.replaceAll(/^/gm, "    "));
  for (const line of result.logs) lines.push(`${text({ en: "log", zh: "日志" })} ${line}`);
  if (gas) lines.push(...gasTable(result, text));
  for (const { contract, ways, taken, open } of result.coverage) {
    const percent = ways === 0 ? 100 : Math.floor((100 * taken) / ways);
    lines.push(`${text({ en: "branches", zh: "分支覆盖" })} ${contract}: ${taken}/${ways} (${percent} %)`);
    for (const branch of open.slice(0, openBranchesShown))
      lines.push(`    ${branch.place}  ${branch.taken}/${branch.ways}`);
  }
  const { passed, failures, skipped } = result;
  lines.push(
    text({
      en: `${passed} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`,
      zh: `通过 ${passed}，失败 ${failures.length}${skipped > 0 ? `，跳过 ${skipped}` : ""}`,
    }),
  );
  return lines.join("\n");
}

function gasTable({ gas }: TestRunResult, text: (text: Text) => string): readonly string[] {
  const head = ["contract.method", text({ en: "calls", zh: "次数" }), "min", "mean", "max"];
  const rows = gas.map(({ contract, method, calls, min, mean, max }) =>
    [`${contract}.${method}`, calls, min, mean, max].map(String),
  );
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  "),
  );
}
