import { randomUUID } from "node:crypto";
import { openExamFolder } from "../examinations/exam-folder.ts";
import { markAttempts, requireOver } from "../examinations/exam-office.ts";
import { openExamStore } from "../examinations/exam-store.ts";
import type { CohortDefinition } from "./cohort-definition.ts";
import { learnerSchema } from "./credential.ts";
import { certificateErrors } from "./errors.ts";
import type { EarnedAward } from "./earned-awards.ts";

export interface ExaminedCohort {
  /** Folder of the examination. */
  readonly exam: string;
  /** Where its attempts are kept; nobody else may have it open. */
  readonly store: string;
  readonly nowSeconds: number;
}

/**
 * Those who passed an examination: marked anew from what they handed in, after nobody writes any more. Their candidates' numbers are the pseudonyms that certificates bear.
 * Errors: ACADEMY_EXAM_*, ACADEMY_CERTIFICATE_LEARNER.
 */
export async function examAwards(
  { achievement }: CohortDefinition,
  cohort: ExaminedCohort,
): Promise<readonly EarnedAward[]> {
  const opened = openExamFolder(cohort.exam);
  requireOver(opened, cohort.nowSeconds);
  const store = await openExamStore(cohort.store);
  try {
    const marked = await markAttempts(store.sql, opened);
    const passed = marked.filter(({ marks }) => marks.percent >= achievement.required);
    return passed.map(({ attempt, marks, workHash }, at) => {
      const learner = attempt.candidate;
      if (!learnerSchema.safeParse(learner).success)
        throw certificateErrors.create("ACADEMY_CERTIFICATE_LEARNER", { line: at + 1, reason: learner });
      return { uuid: randomUUID(), learner, score: String(marks.percent), workHash };
    });
  } finally {
    await store.close();
  }
}
