import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { academyErrors } from "../errors.ts";
import type { LabId } from "../lab/lab-instance.ts";
import type { Lab, Solution, WrongSolution } from "../lab/lab.ts";
import { coursesFolder } from "./courses-folder.ts";

/** Solves a lab rightly and wrongly: what CI holds its grader against. */
export interface LabSolutions {
  readonly solution: Solution<unknown>;
  readonly wrongSolutions: readonly WrongSolution<unknown>[];
}

/** The lab of a lesson. Errors: ACADEMY_LAB_UNKNOWN. */
export async function loadLab(id: LabId): Promise<Lab<unknown>> {
  return ((await importLabFile(id, "lab.ts")) as { readonly lab: Lab<unknown> }).lab;
}

/** Errors: ACADEMY_LAB_UNKNOWN. */
export async function loadSolutions(id: LabId): Promise<LabSolutions> {
  const { solution } = (await importLabFile(id, "solution.ts")) as Pick<LabSolutions, "solution">;
  const { wrongSolutions } = (await importLabFile(id, "wrong.ts")) as Pick<LabSolutions, "wrongSolutions">;
  return { solution, wrongSolutions };
}

/** An id is two names without dots or slashes of their own, so that it leads nowhere else. */
async function importLabFile(id: LabId, name: string): Promise<unknown> {
  const path = join(coursesFolder, id, "lab", name);
  if (!/^[a-z]+\/\d\d-[a-z0-9-]+$/.test(id) || !existsSync(path))
    throw academyErrors.create("ACADEMY_LAB_UNKNOWN", { lab: id.slice(0, 80) });
  return import(pathToFileURL(path).href);
}
