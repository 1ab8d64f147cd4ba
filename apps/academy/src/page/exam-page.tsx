import { type FormEvent, type ReactElement, useEffect, useState } from "react";
import { type EnteredExam, enterExam, ExamFault, submitExam } from "./exam-client.ts";
import { holdTask } from "./exam-task.ts";
import { ExamResult } from "./exam-result.tsx";
import { examWords } from "./exam-words.ts";
import { useSay } from "./language.tsx";
import { type SavedAnswers, useAnswers } from "./use-answers.ts";
import { words } from "./words.ts";

/** Who sits it, in this tab only: after a reload the paper opens again. */
const storedName = (exam: string): string => `academy/exam/${exam}`;

/** An examination: entering, then the paper. */
export function ExamPage({ id }: { readonly id: string }): ReactElement {
  const say = useSay();
  const [entered, setEntered] = useState<EnteredExam>();
  const [fault, setFault] = useState<ExamFault>();
  const [isBusy, setBusy] = useState(false);
  const enter = async (candidate: string, code: string): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      setEntered(await enterExam(id, candidate, code));
      sessionStorage.setItem(storedName(id), JSON.stringify({ candidate, code }));
    } catch (error) {
      if (error instanceof ExamFault) setFault(error);
      else throw error;
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => {
    const stored = JSON.parse(sessionStorage.getItem(storedName(id)) ?? "null") as {
      candidate: string;
      code: string;
    } | null;
    if (stored !== null) void enter(stored.candidate, stored.code);
    // Once, when the page is opened.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [id]);
  if (entered !== undefined) return <Paper key={entered.session} id={id} entered={entered} />;
  return (
    <article>
      <p>
        <a href="#/">← {say(words.back)}</a>
      </p>
      <h1>{say(examWords.exams)}</h1>
      <EntryForm isBusy={isBusy} enter={enter} />
      {fault === undefined ? null : (
        <p className="bad" role="alert">
          {say(fault.says)}
        </p>
      )}
    </article>
  );
}

function EntryForm({
  isBusy,
  enter,
}: {
  readonly isBusy: boolean;
  readonly enter: (candidate: string, code: string) => Promise<void>;
}): ReactElement {
  const say = useSay();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => {
      const value = form.get(name);
      return typeof value === "string" ? value.trim() : "";
    };
    void enter(text("candidate"), text("code"));
  };
  return (
    <form className="entry" onSubmit={submit}>
      <label>
        {say(examWords.candidate)}
        <input name="candidate" required autoComplete="off" autoCapitalize="none" spellCheck={false} />
      </label>
      <label>
        {say(examWords.code)}
        <input name="code" required autoComplete="off" autoCapitalize="characters" spellCheck={false} />
      </label>
      <button type="submit" disabled={isBusy}>
        {say(isBusy ? examWords.entering : examWords.enter)}
      </button>
    </form>
  );
}

function Paper({ id, entered }: { readonly id: string; readonly entered: EnteredExam }): ReactElement {
  const say = useSay();
  const saved = useAnswers(id, entered);
  const [fault, setFault] = useState<ExamFault>();
  const submit = async (): Promise<void> => {
    if (!confirm(say(examWords.submitSure))) return;
    try {
      saved.take(await submitExam(id, entered.session));
    } catch (error) {
      if (error instanceof ExamFault) setFault(error);
      else throw error;
    }
  };
  if (saved.progress.submittedAt !== null) return <ExamResult id={id} session={entered.session} />;
  const shownFault = fault ?? saved.fault;
  return (
    <article className="exam">
      <StateBar saved={saved} questions={entered.paper.questions.length} />
      {shownFault === undefined ? null : (
        <p className="bad" role="alert">
          {say(shownFault.says)}
        </p>
      )}
      {entered.paper.questions.map(({ id: question, text, options }, at) => (
        <fieldset key={question}>
          <legend>
            {at + 1}. {say(text)}
          </legend>
          {options.map((option, choice) => (
            <label key={option.en}>
              <input
                type="radio"
                name={question}
                checked={saved.chosen.get(question) === choice}
                onChange={() => saved.choose(question, choice)}
              />{" "}
              {say(option)}
            </label>
          ))}
        </fieldset>
      ))}
      <Tasks id={id} entered={entered} />
      <button type="button" disabled={saved.unsaved > 0} onClick={() => void submit()}>
        {say(examWords.submit)}
      </button>
    </article>
  );
}

function StateBar({ saved, questions }: { readonly saved: SavedAnswers; readonly questions: number }): ReactElement {
  const say = useSay();
  const left = useSecondsLeft(saved.progress);
  const answered = [...saved.chosen.values()].filter((choice) => choice !== null).length;
  return (
    <div className="state">
      <strong role="timer">{left > 0 ? `${say(examWords.timeLeft)} ${clockText(left)}` : say(examWords.over)}</strong>
      <span>
        {answered}/{questions} {say(examWords.answered)}
      </span>
      <span role="status" className={saved.unsaved === 0 ? "good" : "bad"}>
        {say(saved.unsaved === 0 ? examWords.saved : examWords.unsaved)}
      </span>
    </div>
  );
}

function Tasks({ id, entered }: { readonly id: string; readonly entered: EnteredExam }): ReactElement | null {
  const say = useSay();
  if (entered.paper.tasks.length === 0) return null;
  return (
    <section>
      <h2>{say(examWords.tasks)}</h2>
      <ul>
        {entered.paper.tasks.map(({ lab, points, seed }) => {
          const found = entered.tasks.find((task) => task.lab === lab);
          return (
            <li key={lab}>
              <a
                href={`#/exams/${id}/tasks/${lab}`}
                onClick={() => holdTask(id, { lab, seed, session: entered.session })}
              >
                {say(examWords.openTask)}
              </a>{" "}
              {points} {say(examWords.points)}{" "}
              {found === undefined ? "" : say(found.passed ? examWords.handedIn : examWords.failedTask)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** By the server's clock: this machine's may be wrong, and only how much time passes on it counts. */
function useSecondsLeft({ now, deadline }: { readonly now: number; readonly deadline: number }): number {
  const [left, setLeft] = useState(deadline - now);
  useEffect(() => {
    const started = performance.now();
    const show = (): void => setLeft(Math.max(0, deadline - now - Math.floor((performance.now() - started) / 1000)));
    show();
    const tick = setInterval(show, 1_000);
    return () => clearInterval(tick);
  }, [now, deadline]);
  return left;
}

function clockText(seconds: number): string {
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
