import { type ReactElement, useEffect, useState } from "react";
import type { Lesson } from "../course/course.ts";
import { renderMarkdown } from "../markdown/render-markdown.ts";
import { BlocksView } from "./blocks-view.tsx";
import { ConsoleView } from "./console-view.tsx";
import { EditorView } from "./editor-view.tsx";
import type { OpenTask } from "./exam-task.ts";
import { examWords } from "./exam-words.ts";
import { GradeView } from "./grade-view.tsx";
import { HandInView } from "./hand-in-view.tsx";
import { type LabDesk, openLabDesk } from "./lab-desk.ts";
import { useSay } from "./language.tsx";
import { words } from "./words.ts";

/** The examination that a lab is a task of. */
export interface LabOfExam {
  readonly id: string;
  readonly task: OpenTask;
}

/** A lab: task, editor, console, blocks and grading on a chain of the tab. In an examination there are no hints. */
export function LabPage({ lesson, exam }: { readonly lesson: Lesson; readonly exam?: LabOfExam }): ReactElement {
  const say = useSay();
  const [round, setRound] = useState(0);
  const { desk, fault } = useDesk(lesson.id, round, exam?.task.seed);
  const startOver = (): void => {
    if (confirm(say(words.resetSure))) setRound(round + 1);
  };
  return (
    <article className="lab">
      <p>
        {exam === undefined ? (
          <a href={`#/${lesson.id}`}>← {say(words.toLesson)}</a>
        ) : (
          <a href={`#/exams/${exam.id}`}>← {say(examWords.toPaper)}</a>
        )}
      </p>
      {fault === undefined ? null : (
        <p className="bad" role="alert">
          {say(words.failed)}: {fault}
        </p>
      )}
      {desk === undefined && fault === undefined ? <p role="status">{say(words.opening)}</p> : null}
      {desk === undefined ? null : <Desk key={round} desk={desk} exam={exam} startOver={startOver} />}
    </article>
  );
}

function Desk({
  desk,
  exam,
  startOver,
}: {
  readonly desk: LabDesk;
  readonly exam: LabOfExam | undefined;
  readonly startOver: () => void;
}): ReactElement {
  const say = useSay();
  const { lab, parameters } = desk.instance;
  return (
    <>
      <h1>{say(lab.title)}</h1>
      <section>
        <h2>{say(words.task)}</h2>
        <div className="text" dangerouslySetInnerHTML={{ __html: renderMarkdown(say(lab.task(parameters))) }} />
        {exam === undefined ? <Hints hints={lab.hints(parameters).map((hint) => renderMarkdown(say(hint)))} /> : null}
      </section>
      {desk.bench.editor.size > 0 ? <EditorView desk={desk} /> : null}
      <ConsoleView bench={desk.bench} />
      <BlocksView playground={desk.bench.playground} />
      {exam === undefined ? <GradeView desk={desk} /> : <HandInView desk={desk} exam={exam} />}
      <button type="button" className="plain" onClick={startOver}>
        {say(words.reset)}
      </button>
    </>
  );
}

function Hints({ hints }: { readonly hints: readonly string[] }): ReactElement {
  const say = useSay();
  const [shown, setShown] = useState(0);
  return (
    <>
      {hints.slice(0, shown).map((html) => (
        <div key={html} className="hint" dangerouslySetInnerHTML={{ __html: html }} />
      ))}
      {shown < hints.length ? (
        <button type="button" className="plain" onClick={() => setShown(shown + 1)}>
          {say(words.hint)}
        </button>
      ) : null}
    </>
  );
}

/** Opens the desk, a new one for each round after the first; closes it when the page is left. */
function useDesk(
  id: string,
  round: number,
  examSeed: string | undefined,
): { readonly desk?: LabDesk; readonly fault?: string } {
  const [state, setState] = useState<{ readonly desk?: LabDesk; readonly fault?: string }>({});
  useEffect(() => {
    let isLeft = false;
    setState({});
    const opening = openLabDesk(id, round === 0 ? "resume" : "new", examSeed);
    opening.then(
      (desk) => {
        if (!isLeft) setState({ desk });
      },
      (error: unknown) => {
        if (!isLeft) setState({ fault: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => {
      isLeft = true;
      opening.then((desk) => desk.close()).catch(() => undefined);
    };
  }, [id, round, examSeed]);
  return state;
}
