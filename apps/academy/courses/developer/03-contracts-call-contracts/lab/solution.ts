import type { LabBench, Solution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";

/** Pieces of the contract that a wrong solution replaces. */
export interface Pieces {
  readonly sum?: string;
  readonly asked?: string;
  readonly answer?: string;
}

export function source(
  { store, take }: Parameters,
  {
    sum = "ordered.getOr(customer, 0) + quantity",
    asked = "quantity",
    answer = "fromText<u64>(toText<Uint8Array>(answer))",
  }: Pieces = {},
): string {
  return `import { callContract, CallParameters, fromText, StateMap, toText } from "@yanta/contract-sdk";
const ordered = new StateMap<u64>("ordered");
export function order(customer: string, item: string, quantity: u64): u64 {
  ordered.set(customer, ${sum});
  const parameters = new CallParameters().add<string>("item", item).add<u64>("quantity", ${asked});
  const answer = callContract("${store}", "${take}", parameters);
  return ${answer};
}
/** @query */
export function total(customer: string): u64 {
  return ordered.getOr(customer, 0);
}
`;
}

/** What a wrong solution does otherwise after the contract is written. */
export interface Steps {
  readonly name?: string;
  readonly orders?: readonly number[];
}

export async function writeAndUse(
  bench: LabBench,
  parameters: Parameters,
  { pieces = {}, steps = {} }: { readonly pieces?: Pieces; readonly steps?: Steps } = {},
): Promise<void> {
  const { contract, customer, item, quantity, tooMuch } = parameters;
  const { name = contract, orders = [quantity, tooMuch] } = steps;
  bench.editor.set(`${name}.ts`, source(parameters, pieces));
  await bench.run(`install ${name} 1.0`);
  for (const each of orders) await bench.run(`send ${name} order customer=${customer} item=${item} quantity=${each}`);
}

export const solution: Solution<Parameters> = (bench, parameters) => writeAndUse(bench, parameters);
