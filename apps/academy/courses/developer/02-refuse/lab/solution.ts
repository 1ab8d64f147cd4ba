import type { LabBench, Solution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";

/** Pieces of the contract and steps that a wrong solution replaces. */
export const pieces = {
  isNew: 'assert(!places.has(serial), "machine " + serial + " is there already");',
  isThere: 'assert(places.has(serial), "there is no machine " + serial);',
  isOwn: 'assert(keepers.get(serial) == senderOrgId(), "machine " + serial + " is another organisation\'s");',
  mark: 'retired.set(serial, "yes");',
  unknown: 'if (!places.has(serial)) return "unknown";',
};

export function source({ enter, retire }: Parameters, changed: Partial<typeof pieces> = {}): string {
  const { isNew, isThere, isOwn, mark, unknown } = { ...pieces, ...changed };
  return `import { senderOrgId, StateMap } from "@yanta/contract-sdk";
const places = new StateMap<string>("place");
const keepers = new StateMap<string>("keeper");
const retired = new StateMap<string>("retired");
export function ${enter}(serial: string, place: string): void {
  ${isNew}
  places.set(serial, place);
  keepers.set(serial, senderOrgId());
}
export function ${retire}(serial: string): void {
  ${isThere}
  ${isOwn}
  ${mark}
}
/** @query */
export function status(serial: string): string {
  ${unknown}
  return retired.has(serial) ? "retired" : "in use";
}
`;
}

/** What a wrong solution does otherwise after the contract is written. */
export interface Steps {
  readonly name?: string;
  readonly enteredBy?: string;
  readonly isTried?: boolean;
}

export async function useIt(
  bench: LabBench,
  { contract, enter, retire, serial, place, keeper, stranger }: Parameters,
  { name = contract, enteredBy = keeper, isTried = true }: Steps = {},
): Promise<void> {
  await bench.run(`install ${name} 1.0`);
  await bench.run(`send ${name} ${enter} serial=${serial} place=${place} as ${enteredBy}`);
  if (isTried) await bench.run(`send ${name} ${retire} serial=${serial} as ${stranger}`);
}

export const solution: Solution<Parameters> = async (bench, parameters) => {
  bench.editor.set(`${parameters.contract}.ts`, source(parameters));
  await useIt(bench, parameters);
};
