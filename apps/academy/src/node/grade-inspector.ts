/** What `gradeLog` runs in the thread that executed the log. */
import type { ReplayedChain } from "@yanta/playground/replay";
import { gradeChain } from "../grading/grade-chain.ts";
import type { AttemptTimes, Grade } from "../grading/grade.ts";
import { createInstance, type LabId } from "../lab/lab-instance.ts";
import { loadLab } from "./load-lab.ts";
import { createNodeTools } from "./node-tools.ts";

export interface GradeTask {
  readonly lab: LabId;
  readonly seed: string;
  readonly times: AttemptTimes;
  readonly log: Uint8Array;
}

export async function gradeInspected(chain: ReplayedChain, argument: unknown): Promise<Grade> {
  const { lab, seed, times, log } = argument as GradeTask;
  const instance = createInstance(lab, await loadLab(lab), seed);
  return gradeChain(chain, instance, { log, tools: createNodeTools(), times });
}
