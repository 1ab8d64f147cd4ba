import { examErrors } from "./errors.ts";
import { groupMax, waitingMax } from "./limits.ts";

interface Waiting<Request, Answer> {
  readonly request: Request;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** What came of one request of a group: an answer, or a refusal of its own. */
export type Outcome<Answer> = { readonly answer: Answer } | { readonly refusal: Error };

/** Handles requests in groups: those that came while a group was being written are the next one. A commit is dear, and costs the same for one or for hundreds. */
export class GroupWriter<Request, Answer> {
  readonly #handle: (requests: readonly Request[]) => Promise<readonly Outcome<Answer>[]>;
  readonly #waiting: Waiting<Request, Answer>[] = [];
  #running: Promise<void> | undefined;

  constructor(handle: (requests: readonly Request[]) => Promise<readonly Outcome<Answer>[]>) {
    this.#handle = handle;
  }

  /** Errors: ACADEMY_EXAM_BUSY, the request's own refusal, what the group failed with. */
  run(request: Request): Promise<Answer> {
    if (this.#waiting.length >= waitingMax) return Promise.reject(examErrors.create("ACADEMY_EXAM_BUSY"));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      this.#running ??= this.#work();
    });
  }

  /** Waits until nothing is being written. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #work(): Promise<void> {
    // Requests that arrive in the same turn come along.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, groupMax);
      try {
        const outcomes = await this.#handle(group.map(({ request }) => request));
        group.forEach(({ resolve, reject }, at) => {
          const outcome = outcomes[at];
          if (outcome === undefined) reject(examErrors.create("ACADEMY_EXAM_FAILED"));
          else if ("answer" in outcome) resolve(outcome.answer);
          else reject(outcome.refusal);
        });
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#running = undefined;
  }
}
