import type { BankQuestion, Exam } from "../exam.ts";

const both = (text: string) => ({ zh: text, en: text });

/** A question whose right option is the first in the bank. */
export function makeQuestion(id: string): BankQuestion {
  const options = ["right", "wrong", "wrong too", "quite wrong"];
  return {
    id,
    text: both(`${id}?`),
    options: options.map((text, at) => ({ text: both(`${id} ${text}`), right: at === 0, why: both("so") })),
  };
}

/** An examination for tests: 12 questions of 30. */
export function makeExam(change: Partial<Exam> = {}): Exam {
  const questions = (name: string, count: number) =>
    Array.from({ length: count }, (_, at) => makeQuestion(`${name}-${at}`));
  return {
    id: "exam-1",
    title: both("考试"),
    opensAt: 1_800_000_000,
    closesAt: 1_800_003_600,
    minutes: 30,
    graceSeconds: 300,
    passPercent: 60,
    sections: [
      { title: both("一"), questions: questions("a", 20), draw: 8 },
      { title: both("二"), questions: questions("b", 10), draw: 4 },
    ],
    tasks: [],
    ...change,
  };
}
