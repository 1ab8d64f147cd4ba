import type { Evidence, LabAssertion } from "../lab/lab.ts";
import type { AssertionResult } from "./grade.ts";

/** Asks every assertion. One that throws does not hold: what it looks at was made by a learner. */
export function judge<Parameters>(
  evidence: Evidence<Parameters>,
  assertions: readonly LabAssertion<Parameters>[],
): readonly AssertionResult[] {
  return assertions.map(({ name, says, holds }) => ({ name, says, holds: ask(() => holds(evidence)) }));
}

function ask(question: () => boolean): boolean {
  try {
    return question();
  } catch {
    return false;
  }
}
