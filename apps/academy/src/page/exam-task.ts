/** A practical task that a candidate opened. */
export interface OpenTask {
  readonly lab: string;
  readonly seed: string;
  readonly session: string;
}

const storedName = (exam: string, lab: string): string => `academy/exam/${exam}/${lab}`;

/** Keeps what a task's page needs, in this tab only: sessions do not belong into addresses. */
export function holdTask(exam: string, task: OpenTask): void {
  sessionStorage.setItem(storedName(exam, task.lab), JSON.stringify(task));
}

export function heldTask(exam: string, lab: string): OpenTask | undefined {
  const stored = sessionStorage.getItem(storedName(exam, lab));
  return stored === null ? undefined : (JSON.parse(stored) as OpenTask);
}
