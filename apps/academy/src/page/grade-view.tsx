import { type ReactElement, useContext, useState } from "react";
import type { Grade } from "../grading/grade.ts";
import { faultToText } from "./fault-text.ts";
import { gradeInWorker } from "./grade-in-worker.ts";
import { keep } from "./kept.ts";
import type { LabDesk } from "./lab-desk.ts";
import { LanguageContext, useSay } from "./language.tsx";
import { submitLog, type SubmissionAnswer } from "./submit-log.ts";
import { words } from "./words.ts";

type Found = Grade | SubmissionAnswer;

/** Checks in the tab as often as one likes; what is submitted is executed again by the server. */
export function GradeView({ desk }: { readonly desk: LabDesk }): ReactElement {
  const say = useSay();
  const language = useContext(LanguageContext);
  const [isBusy, setBusy] = useState(false);
  const [found, setFound] = useState<{ readonly grade: Found; readonly isServers: boolean }>();
  const [fault, setFault] = useState<string>();
  const { id, seed } = desk.instance;

  const grade = async (isServers: boolean): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      const request = { lab: id, seed, log: await desk.bench.playground.exportLog() };
      const result: Found = isServers ? await submitLog(request) : await gradeInWorker(request);
      setFound({ grade: result, isServers });
      if (isServers && result.kind === "graded" && result.passed) keep(`passed/${id}`, result.hash);
    } catch (error) {
      setFault(faultToText(error, language));
    }
    setBusy(false);
  };

  return (
    <section>
      <p>
        <button type="button" disabled={isBusy} onClick={() => void grade(false)}>
          {say(words.grade)}
        </button>{" "}
        <button type="button" disabled={isBusy} onClick={() => void grade(true)}>
          {say(words.submit)}
        </button>
      </p>
      <div role="status">
        {isBusy ? <p>{say(words.grading)}</p> : null}
        {fault === undefined ? null : (
          <p className="bad">
            {say(words.failed)}: {fault}
          </p>
        )}
        {found === undefined || isBusy ? null : <Result grade={found.grade} isServers={found.isServers} />}
      </div>
    </section>
  );
}

function Result({ grade, isServers }: { readonly grade: Found; readonly isServers: boolean }): ReactElement {
  const say = useSay();
  if (grade.kind === "refused") return <p className="bad">{say(grade.message)}</p>;
  return (
    <>
      {isServers ? <p className="quiet">{say(words.submitted)}</p> : null}
      <p className={grade.passed ? "good result" : "bad result"}>{say(grade.passed ? words.passed : words.notYet)}</p>
      <ul className="assertions">
        {grade.results.map(({ name, says, holds }) => (
          <li key={name} className={holds ? "good" : "bad"}>
            {holds ? "✓" : "✗"} {say(says)}
          </li>
        ))}
      </ul>
    </>
  );
}
