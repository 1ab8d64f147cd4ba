import type { Solution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";

/** The contract, with pieces that a wrong solution replaces. */
export function source(
  { add, total }: Parameters,
  { field = "item", sum = "totals.getOr(item, 0) + quantity", answer = "totals.getOr(item, 0)" } = {},
): string {
  return `import { StateMap } from "@yanta/contract-sdk";
const totals = new StateMap<u64>("totals");
export function ${add}(item: string, quantity: u64): void {
  totals.set(${field}, ${sum});
}
/** @query */
export function ${total}(item: string): u64 {
  return ${answer};
}
`;
}

export const solution: Solution<Parameters> = async (bench, parameters) => {
  const { contract, add, item, amounts } = parameters;
  bench.editor.set(`${contract}.ts`, source(parameters));
  await bench.run(`install ${contract} 1.0`);
  for (const amount of amounts) await bench.run(`send ${contract} ${add} item=${item} quantity=${amount}`);
};
