import { createSeededDump, listSeededMembers, seededGenesisHash } from "@yanta/playground/seeded";
import { academyErrors } from "../errors.ts";
import { seedLengthMax } from "../limits.ts";
import type { Lab } from "./lab.ts";
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
}

/** Errors: ACADEMY_SEED_INVALID. */
export function createInstance<Parameters>(id: LabId, lab: Lab<Parameters>, seed: string): LabInstance<Parameters> {
  if (!/^[A-Za-z0-9-]+$/.test(seed) || seed.length > seedLengthMax) throw academyErrors.create("ACADEMY_SEED_INVALID");
  return { id, seed, lab, parameters: lab.parameters(new SeededChoice(`academy/1/${id}/${seed}`)) };
}

/** The chain that an instance begins with: its first block and its keys; with a log of it, where that ended. */
export function createInstanceDump(instance: Pick<LabInstance<unknown>, "id" | "seed">, log?: Uint8Array): Uint8Array {
  return createSeededDump(chainSeed(instance), log);
}

export function instanceGenesisHash(instance: Pick<LabInstance<unknown>, "id" | "seed">): string {
  return seededGenesisHash(chainSeed(instance));
}

/** Addresses of an instance's members by their names in the console, `client1@org2`. */
export function instanceAddresses(instance: Pick<LabInstance<unknown>, "id" | "seed">): ReadonlyMap<string, string> {
  const members = listSeededMembers(chainSeed(instance));
  return new Map(members.map(({ orgId, name, address }) => [signerToText({ orgId, commonName: name }), address]));
}

function chainSeed({ id, seed }: Pick<LabInstance<unknown>, "id" | "seed">): string {
  return `academy/1/${id}/${seed}`;
}
