import type { Grade } from "../grading/grade.ts";
import { labGradingMsMax } from "../limits.ts";
import type { GradeAnswer, GradeRequest } from "./grader-worker.ts";

/** Grades in a Worker of its own, which is ended when it takes too long: a phone gets twice a server's time, and time to load. */
export async function gradeInWorker(request: GradeRequest): Promise<Grade> {
  const worker = new Worker("/grader-worker.js", { type: "module" });
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<Grade>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error("grading took too long")), 3 * labGradingMsMax);
      worker.addEventListener("error", (event) => reject(new Error(event.message)));
      worker.addEventListener("message", ({ data }: MessageEvent<GradeAnswer>) => {
        if (data.kind === "grade") resolve(data.grade);
        else reject(new Error(data.message));
      });
      worker.postMessage(request, []);
    });
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
