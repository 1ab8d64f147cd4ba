import type { CoursePath } from "../course/course.ts";
import type { BankQuestion } from "./exam.ts";

/** The questions of lessons' quizzes as a bank. Learners know them: good for practice, and beside questions of one's own. */
export function questionsOfLessons(paths: readonly CoursePath[], lessons: readonly string[]): readonly BankQuestion[] {
  return paths
    .flatMap((path) => path.lessons)
    .filter(({ id }) => lessons.length === 0 || lessons.some((prefix) => id === prefix || id.startsWith(`${prefix}/`)))
    .flatMap(({ id, quiz }) => quiz.questions.map((question) => ({ ...question, id: `${id}/${question.id}` })));
}
