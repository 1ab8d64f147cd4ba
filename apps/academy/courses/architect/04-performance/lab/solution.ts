import { type LabBench, type Solution } from "@yanta/academy/lab";
import { firstSource, type Parameters } from "./lab.ts";

/** What a wrong solution does otherwise. */
export interface Change {
  readonly version?: string;
  /** Names of the table and of the sum. */
  readonly table?: string;
  readonly total?: string;
  /** The line that makes the sum. */
  readonly sum?: string;
}

export async function mendWith(bench: LabBench, parameters: Parameters, change: Change = {}): Promise<void> {
  const { contract } = parameters;
  const { version = "2.0", table = "gift", total = "total", sum = "const sum = total.getOr(0) + amount;" } = change;
  const mended = firstSource(parameters)
    .replace(/ {2}let sum: u64 = 0;\n.*\n/, `  ${sum}\n`)
    .replace('StateMap<u64>("gift")', `StateMap<u64>("${table}")`)
    .replace('StateValue<u64>("total")', `StateValue<u64>("${total}")`);
  bench.editor.set(`${contract}.ts`, mended);
  await bench.run(`upgrade ${contract} ${version}`);
}

export const solution: Solution<Parameters> = (bench, parameters) => mendWith(bench, parameters);
