import { CodedError } from "@yanta/errors";
import { replayInThread } from "@yanta/playground/node";
import type { AttemptTimes, Grade } from "../grading/grade.ts";
import { toRefusal } from "../grading/refusal.ts";
import { createInstance, instanceGenesisHash, type LabId } from "../lab/lab-instance.ts";
import { labGasMax, labGradingMemoryMbMax, labGradingMsMax, labLogBytesMax } from "../limits.ts";
import type { GradeTask } from "./grade-inspector.ts";
import { loadLab } from "./load-lab.ts";

export interface Submission {
  readonly lab: LabId;
  readonly seed: string;
  /** What `exportLog` gave. */
  readonly log: Uint8Array;
  readonly times: AttemptTimes;
}

/**
 * Executes a submitted log again in a thread of its own and grades the chain that comes of it. Nothing in the log is trusted, and
 * whatever is wrong with it is a refusal with a name.
 *
 * Errors: ACADEMY_LAB_UNKNOWN, ACADEMY_SEED_INVALID, and those of a machine in trouble.
 */
export async function gradeLog({ lab, seed, log, times }: Submission): Promise<Grade> {
  const instance = createInstance(lab, await loadLab(lab), seed);
  const task: GradeTask = { lab, seed, times, log };
  try {
    const { inspection } = await replayInThread({
      log,
      budget: { bytesMax: labLogBytesMax, gasMax: labGasMax, timeMsMax: labGradingMsMax },
      genesisHash: instanceGenesisHash(instance),
      memoryMbMax: labGradingMemoryMbMax,
      inspector: {
        module: new URL("./grade-inspector.ts", import.meta.url).href,
        name: "gradeInspected",
        argument: task,
      },
    });
    return inspection as Grade;
  } catch (error) {
    if (error instanceof CodedError) return toRefusal(error);
    throw error;
  }
}
