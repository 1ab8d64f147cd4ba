import { type ReactElement, useState } from "react";
import type { ExamAnswerOf } from "../examinations/exam-api.ts";
import { appealResult, ExamFault, readResult } from "./exam-client.ts";
import { examWords } from "./exam-words.ts";
import { useSay } from "./language.tsx";
import { words } from "./words.ts";

/** After handing in: one's marks, as soon as they are shown, and the way to appeal. */
export function ExamResult({ id, session }: { readonly id: string; readonly session: string }): ReactElement {
  const say = useSay();
  const [result, setResult] = useState<ExamAnswerOf<"result">>();
  const [fault, setFault] = useState<ExamFault>();
  const [reason, setReason] = useState("");
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setFault(undefined);
    try {
      await work();
    } catch (error) {
      if (error instanceof ExamFault) setFault(error);
      else throw error;
    }
  };
  const show = () => attempt(async () => setResult(await readResult(id, session)));
  const appeal = () =>
    attempt(async () => {
      await appealResult(id, session, reason);
      setResult(await readResult(id, session));
    });
  return (
    <article>
      <p>
        <a href="#/">← {say(words.back)}</a>
      </p>
      <p role="status">{say(examWords.submitted)}</p>
      {fault === undefined ? null : (
        <p className="bad" role="alert">
          {say(fault.says)}
        </p>
      )}
      {result === undefined ? (
        <button type="button" onClick={() => void show()}>
          {say(examWords.showResult)}
        </button>
      ) : (
        <>
          <p className={result.passed ? "good result" : "bad result"}>
            {result.percent} % · {say(result.passed ? examWords.passed : examWords.notPassed)}
          </p>
          {result.appeal === null ? (
            <p>
              <label>
                {say(examWords.appealReason)}
                <textarea value={reason} maxLength={2_000} onChange={(event) => setReason(event.target.value)} />
              </label>
              <button type="button" disabled={reason.trim() === ""} onClick={() => void appeal()}>
                {say(examWords.appeal)}
              </button>
            </p>
          ) : (
            <p>{result.appeal.decision ?? say(examWords.appealed)}</p>
          )}
        </>
      )}
    </article>
  );
}
