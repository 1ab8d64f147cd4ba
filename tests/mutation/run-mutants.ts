import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { compileContract, contractSdkErrors } from "@yanta/contract-sdk";
import { readLibrary, readSources } from "@yanta/contract-sdk/node";
import { prepareTestRun } from "@yanta/contract-testing/runner";
import { mutateSource, type Mutant } from "./mutate-source.ts";

export interface MutationSums {
  killed: number;
  survived: number;
  /** Not counted: the compiler refuses them. */
  invalid: number;
  readonly survivors: string[];
}

/** All mutants of the contracts in a folder, in a random order of the seed. */
export function listMutants(folder: string, seed: number): readonly Mutant[] {
  const random = createRandom(seed);
  return globSync("*/assembly/index.ts", { cwd: folder })
    .toSorted()
    .flatMap((path) => mutateSource(basename(dirname(dirname(path))), readFileSync(join(folder, path), "utf8")))
    .map((mutant) => ({ mutant, order: random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ mutant }) => mutant);
}

/** Compiles each mutant and runs its contract's tests: one that passes them all has survived. */
export async function runMutants(
  folder: string,
  mutants: readonly Mutant[],
  onEach: (mutant: Mutant, fate: "killed" | "survived" | "invalid") => void = () => undefined,
): Promise<MutationSums> {
  const sums: MutationSums = { killed: 0, survived: 0, invalid: 0, survivors: [] };
  const library = readLibrary();
  // The next process loads while this one's tests run.
  let next = prepareTestRun();
  try {
    for (const mutant of mutants) {
      const contractFolder = join(folder, mutant.contract);
      const sources = new Map(readSources(join(contractFolder, "assembly"))).set("index.ts", mutant.source);
      const compiled = await compile(mutant.contract, sources, library);
      if (compiled === undefined) {
        sums.invalid++;
        onEach(mutant, "invalid");
        continue;
      }
      const prepared = next;
      next = prepareTestRun();
      const files = globSync("tests/*.test.ts", { cwd: contractFolder }).map((file) => join(contractFolder, file));
      const { failures } = await prepared.run({ files, contracts: [{ folder: contractFolder, compiled }] });
      const isKilled = failures.length > 0;
      if (isKilled) sums.killed++;
      else {
        sums.survived++;
        sums.survivors.push(`${mutant.contract}:${mutant.line} ${mutant.original} -> ${mutant.replacement}`);
      }
      onEach(mutant, isKilled ? "killed" : "survived");
    }
  } finally {
    next.close();
  }
  return sums;
}

async function compile(name: string, sources: ReadonlyMap<string, string>, library: ReadonlyMap<string, string>) {
  try {
    return await compileContract({ name, sources, library, mode: "fast-build" });
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code) in contractSdkErrors.descriptors)
      return undefined;
    throw error;
  }
}

/** A small generator: the order of mutants need not be unforeseeable. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
