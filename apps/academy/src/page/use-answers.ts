import { useCallback, useEffect, useRef, useState } from "react";
import { type EnteredExam, ExamFault, type ExamProgress, saveAnswers } from "./exam-client.ts";

/** Half of the silence that counts as a disconnect. */
const heartbeatMs = 25_000;
const retryMs = 3_000;

export interface SavedAnswers {
  /** Chosen places by question. */
  readonly chosen: ReadonlyMap<string, number | null>;
  /** Questions whose answer is not acknowledged yet. */
  readonly unsaved: number;
  readonly progress: ExamProgress;
  /** Why nothing can be saved any more, or just now. */
  readonly fault: ExamFault | undefined;
  choose(question: string, choice: number): void;
  take(progress: ExamProgress): void;
}

/** Keeps a paper's answers and saves each change at once; what is not acknowledged is sent again until it is. */
export function useAnswers(exam: string, entered: EnteredExam): SavedAnswers {
  const [chosen, setChosen] = useState<ReadonlyMap<string, number | null>>(
    () => new Map(entered.answers.map(({ question, choice }) => [question, choice])),
  );
  const [progress, setProgress] = useState<ExamProgress>(entered);
  const [fault, setFault] = useState<ExamFault>();
  const [unsaved, setUnsaved] = useState(0);
  const pending = useRef(new Map<string, number | null>());
  const revision = useRef(entered.revision);
  const isSaving = useRef(false);

  const save = useCallback(async (): Promise<void> => {
    if (isSaving.current) return;
    isSaving.current = true;
    const sent = new Map(pending.current);
    const answers = [...sent].map(([question, choice]) => ({ question, choice }));
    try {
      if (answers.length > 0) revision.current++;
      setProgress(await saveAnswers(exam, entered.session, { revision: revision.current, answers }));
      for (const [question, choice] of sent)
        if (pending.current.get(question) === choice) pending.current.delete(question);
      setFault(undefined);
    } catch (error) {
      setFault(error instanceof ExamFault ? error : new ExamFault(undefined, { zh: String(error), en: String(error) }));
    }
    isSaving.current = false;
    setUnsaved(pending.current.size);
  }, [exam, entered.session]);

  useEffect(() => {
    const beat = setInterval(() => void save(), heartbeatMs);
    const retry = setInterval(() => {
      if (pending.current.size > 0) void save();
    }, retryMs);
    return () => {
      clearInterval(beat);
      clearInterval(retry);
    };
  }, [save]);

  return {
    chosen,
    unsaved,
    progress,
    fault,
    choose: (question, choice) => {
      setChosen((before) => new Map(before).set(question, choice));
      pending.current.set(question, choice);
      setUnsaved(pending.current.size);
      void save();
    },
    take: setProgress,
  };
}
