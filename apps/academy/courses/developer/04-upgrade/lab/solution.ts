import type { LabBench, Solution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";

/** Pieces of the contract and steps that a wrong solution replaces. */
export interface Pieces {
  readonly table?: string;
  readonly check?: string;
  readonly sum?: string;
  readonly command?: string;
}

export async function upgradeWith(bench: LabBench, parameters: Parameters, pieces: Pieces = {}): Promise<void> {
  const { contract, read, bill, rate } = parameters;
  const {
    table = "reading",
    check = 'assert(units >= readings.getOr(meter, 0), "the reading of " + meter + " goes back");',
    sum = "readings.getOr(meter, 0) * price.get()",
    command = `upgrade ${contract} 2.0 rate=${rate}`,
  } = pieces;
  bench.editor.set(
    `${contract}.ts`,
    `import { StateMap, StateValue } from "@yanta/contract-sdk";
const readings = new StateMap<u64>("${table}");
const price = new StateValue<u64>("price");
export function upgrade(rate: u64): void {
  price.set(rate);
}
export function ${read}(meter: string, units: u64): void {
  ${check}
  readings.set(meter, units);
}
/** @query */
export function reading(meter: string): u64 {
  return readings.getOr(meter, 0);
}
/** @query */
export function ${bill}(meter: string): u64 {
  return ${sum};
}
`,
  );
  await bench.run(command);
}

export const solution: Solution<Parameters> = (bench, parameters) => upgradeWith(bench, parameters);
