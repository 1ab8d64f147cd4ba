import type { Grade } from "../grading/grade.ts";
import { createInstance, type LabId } from "../lab/lab-instance.ts";
import type { Solution } from "../lab/lab.ts";
import { gradeLog } from "./grade-log.ts";
import { openLabSession } from "./lab-session.ts";
import { loadLab } from "./load-lab.ts";
import { createNodeTools } from "./node-tools.ts";

/** Solves an instance of a lab on a chain of its own and grades what comes of it as a server does. */
export async function runLab(id: LabId, seed: string, solution: Solution<unknown>): Promise<Grade> {
  const session = await openLabSession(createInstance(id, await loadLab(id), seed), createNodeTools());
  try {
    const log = await session.solve(solution);
    return await gradeLog({ lab: id, seed, log, times: { receivedAt: BigInt(Math.floor(Date.now() / 1000)) } });
  } finally {
    await session.close();
  }
}
