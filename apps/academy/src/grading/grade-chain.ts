import { CodedError } from "@yanta/errors";
import type { ReplayedChain } from "@yanta/playground/replay";
import type { LabInstance } from "../lab/lab-instance.ts";
import { collectEvidence, type GradingOptions } from "./collect-evidence.ts";
import type { Grade } from "./grade.ts";
import { judge } from "./judge.ts";
import { toRefusal } from "./refusal.ts";

/** Grades a chain that was executed again from a log, its first block already compared. The same code in a tab and on a server. */
export async function gradeChain(
  chain: ReplayedChain,
  instance: LabInstance<unknown>,
  options: GradingOptions,
): Promise<Grade> {
  try {
    const results = judge(await collectEvidence(chain, instance, options), instance.lab.assertions);
    const { height, hash } = chain.tip;
    const passed = results.every(({ holds }) => holds);
    return { kind: "graded", passed, results, height, hash, gasUsed: chain.gasUsed };
  } catch (error) {
    if (error instanceof CodedError) return toRefusal(error);
    throw error;
  }
}
