import { type ReactElement, useContext } from "react";
import type { CoursePath, Lesson } from "../course/course.ts";
import { ExamList } from "./exam-list.tsx";
import { kept } from "./kept.ts";
import { LanguageContext, useSay } from "./language.tsx";
import { pathTitles, words } from "./words.ts";

export function CourseList({ paths }: { readonly paths: readonly CoursePath[] }): ReactElement {
  const say = useSay();
  return (
    <>
      <p className="slogan">{say(words.slogan)}</p>
      <ExamList />
      {paths.map(({ name, lessons }) => (
        <section key={name}>
          <h2>{say(pathTitles[name])}</h2>
          {lessons.length === 0 ? <p className="quiet">{say(words.none)}</p> : null}
          <ol className="lessons">
            {lessons.map((lesson) => (
              <LessonRow key={lesson.id} lesson={lesson} />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

function LessonRow({ lesson: { id, texts, hasLab } }: { readonly lesson: Lesson }): ReactElement {
  const say = useSay();
  const { title, minutes } = texts[useContext(LanguageContext)];
  return (
    <li>
      <a href={`#/${id}`}>{title}</a>
      <span className="quiet">
        {minutes} {say(words.minutes)}
        {hasLab ? ` · ${say(words.lab)}` : ""}
      </span>
      {kept(`passed/${id}`) === undefined ? null : <span className="good">✓ {say(words.done)}</span>}
    </li>
  );
}
