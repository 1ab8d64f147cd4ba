import type { Grade } from "../grading/grade.ts";
import type { GradeRequest } from "./grader-worker.ts";

/** A grade as the server sends it: without what JSON cannot hold. */
export type SubmissionAnswer =
  | Omit<Extract<Grade, { readonly kind: "graded" }>, "height" | "gasUsed">
  | Extract<Grade, { readonly kind: "refused" }>;

/** Hands a log in; the server executes it again. */
export async function submitLog({ lab, seed, log }: GradeRequest): Promise<SubmissionAnswer> {
  const query = new URLSearchParams({ lab, seed });
  const response = await fetch(`/api/submissions?${query.toString()}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: new Blob([log.slice()]),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as SubmissionAnswer;
}
