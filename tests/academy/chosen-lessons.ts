import { type Lesson } from "@yanta/academy";
import { coursesFolder, loadCourses } from "@yanta/academy/node";

/** Lessons to test: all, or the one of ACADEMY_LESSON. */
export function chosenLessons(): readonly Lesson[] {
  const wanted = process.env["ACADEMY_LESSON"];
  const lessons = loadCourses(coursesFolder).paths.flatMap((path) => path.lessons);
  return lessons.filter(({ id }) => wanted === undefined || id === wanted);
}
