import type { Playground } from "@yanta/playground";
import { openHeadlessPlayground } from "@yanta/playground/headless";
import { createInstanceDump, type LabInstance } from "../lab/lab-instance.ts";
import type { Solution } from "../lab/lab.ts";
import { type BenchTools, openBench } from "../lab/open-bench.ts";
import { startLab } from "../lab/start-lab.ts";

/** A lab's chain without a browser, at which several solutions are tried one after the other. */
export interface LabSession<Parameters> {
  /** Runs a solution from the lab's start on and returns the log that a learner would submit. */
  solve(solution: Solution<Parameters>): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Opens the chain of an instance and runs its start. */
export async function openLabSession<Parameters>(
  instance: LabInstance<Parameters>,
  tools: BenchTools,
): Promise<LabSession<Parameters>> {
  const playground = await openHeadlessPlayground({ load: createInstanceDump(instance) });
  await startLab(playground, instance, tools);
  const start = await playground.snapshot();
  return {
    solve: async (solution) => {
      await playground.revert(start.id);
      return runSolution(playground, instance, { tools, solution });
    },
    close: () => playground.close(),
  };
}

async function runSolution<Parameters>(
  playground: Playground,
  { lab, parameters }: LabInstance<Parameters>,
  { tools, solution }: { readonly tools: BenchTools; readonly solution: Solution<Parameters> },
): Promise<Uint8Array> {
  await solution(openBench(playground, tools, lab.editor?.(parameters)), parameters);
  return playground.exportLog();
}
