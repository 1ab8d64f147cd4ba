import { createSeededDump, listSeededMembers, seededGenesisHash } from "@yanta/playground/seeded";
import { academyErrors } from "../errors.ts";
import { seedLengthMax } from "../limits.ts";
import type { Lab, StartStep } from "./lab.ts";
import { signerToText } from "./lab-transaction.ts";
import { SeededChoice } from "./seeded-choice.ts";

/** `PATH/NN-NAME`, as its lesson. */
export type LabId = string;

/** One learner's instance of a lab. */
export interface LabInstance<Parameters> {
  readonly id: LabId;
  readonly seed: string;
  readonly lab: Lab<Parameters>;
  readonly parameters: Parameters;
  /** The address of a member by the name that the console uses, e.g. `client1@org2`; empty for nobody. */
  readonly addressOf: (member: string) => string;
}

type Names = Pick<LabInstance<unknown>, "id" | "seed">;

/** Errors: ACADEMY_SEED_INVALID. */
export function createInstance<Parameters>(id: LabId, lab: Lab<Parameters>, seed: string): LabInstance<Parameters> {
  if (!/^[A-Za-z0-9-]+$/.test(seed) || seed.length > seedLengthMax) throw academyErrors.create("ACADEMY_SEED_INVALID");
  let addresses: ReadonlyMap<string, string> | undefined;
  return {
    id,
    seed,
    lab,
    parameters: lab.parameters(new SeededChoice(`academy/1/${id}/${seed}`)),
    // Keys take their time: only where somebody asks.
    addressOf: (member) => (addresses ??= listAddresses({ id, seed })).get(member) ?? "",
  };
}

/** The steps that an instance begins with. */
export function listStart({ lab, parameters, addressOf }: LabInstance<unknown>): readonly StartStep[] {
  return lab.start(parameters, addressOf);
}

/** The chain that an instance begins with: its first block and its keys; with a log of it, where that ended. */
export function createInstanceDump(instance: Names, log?: Uint8Array): Uint8Array {
  return createSeededDump(chainSeed(instance), log);
}

export function instanceGenesisHash(instance: Names): string {
  return seededGenesisHash(chainSeed(instance));
}

function listAddresses(names: Names): ReadonlyMap<string, string> {
  const members = listSeededMembers(chainSeed(names));
  return new Map(members.map(({ orgId, name, address }) => [signerToText({ orgId, commonName: name }), address]));
}

function chainSeed({ id, seed }: Names): string {
  return `academy/1/${id}/${seed}`;
}
