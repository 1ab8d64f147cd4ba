import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compileContract, contractSdkErrors } from "@yanta/contract-sdk";
import { readLibrary, readSources } from "@yanta/contract-sdk/node";
import { type PreparedTestRun, prepareTestRun, type TestJob } from "@yanta/contract-testing/runner";
import { mutateSource, type Mutant } from "./mutate-source.ts";

export interface MutationSums {
  killed: number;
  survived: number;
  /** Not counted: the compiler refuses them. */
  invalid: number;
  readonly survivors: string[];
}

/** Mutants of the contracts in a folder, in a random order of the seed: of each contract all, or `mostEach` of them. */
export function listMutants(folder: string, seed: number, mostEach = Infinity): readonly Mutant[] {
  const random = createRandom(seed);
  const all = globSync("*/assembly/**/*.ts", { cwd: folder })
    .map((path) => path.replaceAll("\\", "/"))
    .toSorted()
    .flatMap((path) => {
      const [contract = "", , ...rest] = path.split("/");
      return mutateSource(contract, rest.join("/"), readFileSync(join(folder, path), "utf8"));
    })
    .map((mutant) => ({ mutant, order: random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ mutant }) => mutant);
  const taken = new Map<string, number>();
  return all.filter(({ contract }) => {
    const count = (taken.get(contract) ?? 0) + 1;
    taken.set(contract, count);
    return count <= mostEach;
  });
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
      const sources = new Map(readSources(join(contractFolder, "assembly"))).set(mutant.path, mutant.source);
      const compiled = await compile(mutant.contract, sources, library);
      if (compiled === undefined) {
        sums.invalid++;
        onEach(mutant, "invalid");
        continue;
      }
      const prepared = next;
      next = prepareTestRun();
      const files = globSync("tests/*.test.ts", { cwd: contractFolder }).map((file) => join(contractFolder, file));
      const isKilled = await fails(prepared, {
        files,
        contracts: [{ folder: contractFolder, compiled }],
        stopAtFailure: true,
      });
      if (isKilled) sums.killed++;
      else {
        sums.survived++;
        sums.survivors.push(mutantName(mutant));
      }
      onEach(mutant, isKilled ? "killed" : "survived");
    }
  } finally {
    next.close();
  }
  return sums;
}

/** A mutant as records and reports name it. */
export function mutantName({ contract, path, line, original, replacement }: Mutant): string {
  const file = path === "index.ts" ? "" : `/${path}`;
  return `${contract}${file}:${line} ${original} -> ${replacement}`;
}

/** Whether a test fails, or the process with it. */
async function fails(prepared: PreparedTestRun, job: TestJob): Promise<boolean> {
  try {
    return (await prepared.run(job)).failures.length > 0;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "CONTRACT_TEST_RUN") return true;
    throw error;
  }
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
