import type { Grade } from "../grading/grade.ts";
import { gradeLog, type Submission } from "../node/grade-log.ts";
import { gradingsAtOnceMax, gradingsWaitingMax } from "../limits.ts";

/** Grades few logs at the same time and lets some wait; more are turned away at once instead of all getting slow. */
export class GradingQueue {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** The grade; undefined when too many wait already. Errors: those of `gradeLog`. */
  async grade(submission: Submission): Promise<Grade | undefined> {
    if (this.#running >= gradingsAtOnceMax) {
      if (this.#waiting.length >= gradingsWaitingMax) return undefined;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running++;
    try {
      return await gradeLog(submission);
    } finally {
      // Whoever waits takes over the place.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running--;
      else next();
    }
  }
}
