import { lazy, type ReactElement, Suspense, useEffect, useState } from "react";
import type { CoursePath } from "../course/course.ts";
import type { Language } from "../local-text.ts";
import { CourseList } from "./course-list.tsx";
import { ExamPage } from "./exam-page.tsx";
import { heldTask } from "./exam-task.ts";
import { keep, kept } from "./kept.ts";
import { LanguageContext } from "./language.tsx";
import { LessonPage } from "./lesson-page.tsx";
import { words } from "./words.ts";

/** With the chain's code, which a reader of lessons does not need. */
const LabPage = lazy(async () => ({ default: (await import("./lab-page.tsx")).LabPage }));

/** The whole page: `#/` is the list, `#/PATH/NN-name` a lesson, `#/PATH/NN-name/lab` its lab, `#/exams/ID` an examination. */
export function App({ paths }: { readonly paths: readonly CoursePath[] }): ReactElement {
  const [language, setLanguage] = useState<Language>(kept("language") === "en" ? "en" : "zh");
  const route = useRoute();
  useEffect(() => {
    keep("language", language);
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = words.academy[language];
  }, [language]);
  return (
    <LanguageContext value={language}>
      <header>
        <a href="#/" className="brand">
          {words.academy[language]}
        </a>
        <button type="button" onClick={() => setLanguage(language === "zh" ? "en" : "zh")}>
          {language === "zh" ? "English" : "中文"}
        </button>
      </header>
      <main key={route}>{show(paths, route, language)}</main>
    </LanguageContext>
  );
}

function show(paths: readonly CoursePath[], route: string, language: Language): ReactElement {
  if (route === "") return <CourseList paths={paths} />;
  if (route.startsWith("exams/")) return showExam(paths, route);
  const isLab = route.endsWith("/lab");
  const id = isLab ? route.slice(0, -"/lab".length) : route;
  const lesson = paths.flatMap(({ lessons }) => lessons).find((found) => found.id === id);
  if (lesson === undefined) return <p>{words.notFound[language]}</p>;
  if (!isLab || !lesson.hasLab) return <LessonPage lesson={lesson} paths={paths} />;
  return (
    <Suspense fallback={<p role="status">{words.opening[language]}</p>}>
      <LabPage lesson={lesson} />
    </Suspense>
  );
}

/** `exams/ID`, and `exams/ID/tasks/PATH/NN-name` for one of its tasks. */
function showExam(paths: readonly CoursePath[], route: string): ReactElement {
  const [, id = "", , ...rest] = route.split("/");
  const lab = rest.join("/");
  const task = heldTask(id, lab);
  const lesson = paths.flatMap(({ lessons }) => lessons).find((found) => found.id === lab);
  if (task === undefined || lesson === undefined) return <ExamPage id={id} />;
  return (
    <Suspense fallback={null}>
      <LabPage lesson={lesson} exam={{ id, task }} />
    </Suspense>
  );
}

function useRoute(): string {
  const [route, setRoute] = useState(readRoute);
  useEffect(() => {
    const follow = (): void => {
      setRoute(readRoute());
      scrollTo(0, 0);
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return route;
}

function readRoute(): string {
  return location.hash.replace(/^#\/?/, "");
}
