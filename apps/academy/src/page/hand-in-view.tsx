import { type ReactElement, useState } from "react";
import { ExamFault, handInTask } from "./exam-client.ts";
import type { OpenTask } from "./exam-task.ts";
import { examWords } from "./exam-words.ts";
import type { LabDesk } from "./lab-desk.ts";
import { useSay } from "./language.tsx";
import { words } from "./words.ts";

/** Hands a task's log in for an examination, as often as one likes: the last one counts. */
export function HandInView({
  desk,
  exam,
}: {
  readonly desk: LabDesk;
  readonly exam: { readonly id: string; readonly task: OpenTask };
}): ReactElement {
  const say = useSay();
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<ExamFault>();
  const [passed, setPassed] = useState<boolean>();
  const { lab, session } = exam.task;
  const handIn = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      const log = await desk.bench.playground.exportLog();
      setPassed((await handInTask(exam.id, session, { lab, log })).passed);
    } catch (error) {
      setFault(error instanceof ExamFault ? error : new ExamFault(undefined, { zh: String(error), en: String(error) }));
    }
    setBusy(false);
  };
  return (
    <section>
      <button type="button" disabled={isBusy} onClick={() => void handIn()}>
        {say(examWords.handIn)}
      </button>
      <div role="status">
        {isBusy ? <p>{say(words.grading)}</p> : null}
        {fault === undefined ? null : <p className="bad">{say(fault.says)}</p>}
        {passed === undefined || isBusy ? null : (
          <p className={passed ? "good result" : "bad result"}>
            {say(passed ? examWords.handedIn : examWords.failedTask)}
          </p>
        )}
      </div>
    </section>
  );
}
