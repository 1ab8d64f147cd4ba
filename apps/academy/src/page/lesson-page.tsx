import { type ReactElement, useContext } from "react";
import type { CoursePath, Lesson } from "../course/course.ts";
import { LanguageContext, useSay } from "./language.tsx";
import { QuizView } from "./quiz-view.tsx";
import { words } from "./words.ts";

export function LessonPage({
  lesson,
  paths,
}: {
  readonly lesson: Lesson;
  readonly paths: readonly CoursePath[];
}): ReactElement {
  const say = useSay();
  const language = useContext(LanguageContext);
  const { title, objectives, requires, html } = lesson.texts[language];
  const first = paths.flatMap(({ lessons }) => lessons).filter(({ id }) => requires.includes(id));
  return (
    <article>
      <p>
        <a href="#/">← {say(words.back)}</a>
      </p>
      <h1>{title}</h1>
      <p className="quiet">{say(words.objectives)}</p>
      <ul>
        {objectives.map((objective) => (
          <li key={objective}>{objective}</li>
        ))}
      </ul>
      {first.length === 0 ? null : (
        <p>
          {say(words.requires)}{" "}
          {first.map(({ id, texts }) => (
            <a key={id} href={`#/${id}`} className="first">
              {texts[language].title}
            </a>
          ))}
        </p>
      )}
      {/* Rendered by `renderMarkdown`, whose output holds no scripts whatever the text is. */}
      <div className="text" dangerouslySetInnerHTML={{ __html: html }} />
      <QuizView quiz={lesson.quiz} />
      {lesson.hasLab ? (
        <p>
          <a className="button" href={`#/${lesson.id}/lab`}>
            {say(words.openLab)}
          </a>
        </p>
      ) : null}
    </article>
  );
}
