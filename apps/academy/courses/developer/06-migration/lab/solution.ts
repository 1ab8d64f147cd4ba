import { type LabBench, type Solution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";

/** What a wrong solution does otherwise. */
export interface Change {
  readonly version?: string;
  /** Expression of the quantity in `migrate`. */
  readonly quantity?: string;
  readonly corrected?: number;
  readonly batch?: number;
  readonly batches?: number;
}

export async function migrateWith(bench: LabBench, parameters: Parameters, change: Change = {}): Promise<void> {
  const { contract, mark, broken } = parameters;
  const { version = "2.0", quantity = "fromText<u64>(parts[1])", corrected = broken.quantity } = change;
  bench.editor.set(
    `${contract}.ts`,
    `import { fromText, StateMap } from "@yanta/contract-sdk";
const stock = new StateMap<string>("stock");
const places = new StateMap<string>("place");
const quantities = new StateMap<u64>("quantity");
export function correct(item: string, place: string, quantity: u64): void {
  places.set(item, place);
  quantities.set(item, quantity);
  stock.delete(item);
}
export function migrate(most: u32): u32 {
  const items: string[] = [];
  const rows = stock.entries();
  while (<u32>items.length < most && rows.next()) items.push(rows.field);
  rows.close();
  for (let i = 0; i < items.length; i++) {
    const parts = stock.get(items[i]).split("${mark}");
    assert(parts.length == 2, "no quantity of " + items[i]);
    correct(items[i], parts[0], ${quantity});
  }
  return items.length;
}
`,
  );
  await bench.run(`upgrade ${contract} ${version}`);
  await bench.run(`send ${contract} correct item=${broken.item} place=${broken.place} quantity=${corrected}`);
  for (let left = change.batches ?? 4; left > 0; left--)
    await bench.run(`send ${contract} migrate most=${change.batch ?? 2}`);
}

export const solution: Solution<Parameters> = (bench, parameters) => migrateWith(bench, parameters);
