import { type ReactElement, useContext, useEffect, useState } from "react";
import type { ExamAnswerOf } from "../examinations/exam-api.ts";
import { listExams } from "./exam-client.ts";
import { examWords } from "./exam-words.ts";
import { LanguageContext, useSay } from "./language.tsx";

type Facts = ExamAnswerOf<"listExams">["exams"][number];

/** Examinations of this academy; nothing where there are none. */
export function ExamList(): ReactElement | null {
  const say = useSay();
  const [exams, setExams] = useState<readonly Facts[]>([]);
  useEffect(() => {
    listExams().then(
      (found) => setExams(found.exams),
      // Lessons are read without examinations, too.
      () => undefined,
    );
  }, []);
  if (exams.length === 0) return null;
  return (
    <section>
      <h2>{say(examWords.exams)}</h2>
      <ul className="lessons">
        {exams.map((exam) => (
          <ExamRow key={exam.id} exam={exam} />
        ))}
      </ul>
    </section>
  );
}

function ExamRow({ exam }: { readonly exam: Facts }): ReactElement {
  const say = useSay();
  const locale = useContext(LanguageContext) === "zh" ? "zh-CN" : "en-GB";
  const time = (unixSeconds: number): string => new Date(unixSeconds * 1000).toLocaleString(locale);
  return (
    <li>
      <a href={`#/exams/${exam.id}`}>{say(exam.title)}</a>
      <span className="quiet">
        {time(exam.opensAt)} – {time(exam.closesAt)} · {exam.minutes} {say(examWords.minutes)}
      </span>
      <details>
        <summary className="quiet">{say(examWords.commitment)}</summary>
        <code className="hash">{exam.commitment}</code>
      </details>
    </li>
  );
}
