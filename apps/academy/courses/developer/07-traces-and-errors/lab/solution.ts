import { type LabBench, type Solution } from "@yanta/academy/lab";
import { firstSource, keyOf, type Parameters } from "./lab.ts";

/** What a wrong solution does otherwise. */
export interface Change {
  /** Empty for none. */
  readonly key?: string;
  readonly version?: string;
  /** What is left of the quota after lending. */
  readonly rest?: string;
  readonly none?: string;
  readonly taken?: string;
  readonly log?: string;
  readonly isLent?: boolean;
}

export async function mendWith(bench: LabBench, parameters: Parameters, change: Change = {}): Promise<void> {
  const { contract, reader, book } = parameters;
  const {
    key = keyOf(parameters),
    version = "2.0",
    none = '"reader " + reader + " may have no more books"',
    taken = '"book " + book + " is lent to " + lent.get(book)',
    log = '  log("lend " + book + " to " + reader);\n',
  } = change;
  if (key !== "") await bench.run(`send fact save file_hash=key file_name="${key}" time=1`);
  const mended = firstSource(parameters)
    .replace(/quotas\.getOr\([^,]*,/, "quotas.getOr(reader,")
    .replaceAll("left - 1", change.rest ?? "left - 1")
    .replace('assert(left > 0, "error")', `assert(left > 0, ${none})`)
    .replace('assert(!lent.has(book), "error")', `assert(!lent.has(book), ${taken})`)
    .replace("  const left", `${log}  const left`);
  bench.editor.set(`${contract}.ts`, mended);
  await bench.run(`upgrade ${contract} ${version}`);
  if (change.isLent !== false) await bench.run(`send ${contract} lend reader=${reader} book=${book}`);
}

export const solution: Solution<Parameters> = async (bench, parameters) => {
  await bench.run(`send ${parameters.contract} lend reader=${parameters.reader} book=${parameters.book}`);
  const found = (await bench.run("trace last")).find((line) => line.trim().startsWith("read"));
  await mendWith(bench, parameters, { key: found?.trim().split(" ")[2] ?? "" });
};
