import { z } from "zod";
import { describeIssues } from "../course/lesson-text.ts";
import { questionSchema } from "../course/course-format.ts";
import { examErrors } from "./errors.ts";
import { bankQuestionsMax, definitionBytesMax, minutesMax, paperQuestionsMax, paperTasksMax } from "./limits.ts";

const line = (lengthMax: number) =>
  z
    .string()
    .min(1)
    .max(lengthMax)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u);
const both = (lengthMax: number) => z.strictObject({ zh: line(lengthMax), en: line(lengthMax) });
const name = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
const seconds = z.int().min(0).max(99_999_999_999);

/** A question with its id in the bank; of a lesson's quiz it is `PATH/NN-NAME/ID`. */
export const bankQuestion = questionSchema.extend({
  id: z
    .string()
    .max(200)
    .regex(/^[a-z0-9]+(?:[-/][a-z0-9]+)*$/),
});

export type BankQuestion = z.infer<typeof bankQuestion>;

const section = z.strictObject({
  title: both(100),
  questions: z.array(bankQuestion).min(1).max(bankQuestionsMax),
  /** How many of them each paper has. */
  draw: z.int().min(1).max(paperQuestionsMax),
});

const practicalTask = z.strictObject({
  /** A lab, `PATH/NN-NAME`. */
  lab: z
    .string()
    .max(100)
    .regex(/^[a-z]+\/\d\d-[a-z0-9-]+$/),
  points: z.int().min(1).max(100),
});

/** `exam.json`: all that decides on papers and marks but for the seed. */
export const examSchema = z
  .strictObject({
    id: name,
    title: both(200),
    /** Unix seconds between which it can be started. */
    opensAt: seconds,
    closesAt: seconds,
    /** For each candidate, from their own start. */
    minutes: z.int().min(1).max(minutesMax),
    /** Time given back for disconnects, in all. */
    graceSeconds: z.int().min(0).max(3_600),
    passPercent: z.int().min(1).max(100),
    sections: z.array(section).min(1).max(20),
    tasks: z.array(practicalTask).max(paperTasksMax).default([]),
  })
  .refine(({ opensAt, closesAt }) => opensAt < closesAt, "closesAt is not after opensAt")
  .refine(({ sections }) => sections.every(({ draw, questions }) => draw <= questions.length), "draw exceeds questions")
  .refine(
    ({ sections }) => areDifferent(sections.flatMap(({ questions }) => questions.map(({ id }) => id))),
    "two questions of one id",
  )
  .refine(
    ({ sections }) => sections.reduce((sum, { draw }) => sum + draw, 0) <= paperQuestionsMax,
    "too many questions",
  )
  .refine(({ tasks }) => areDifferent(tasks.map(({ lab }) => lab)), "two tasks of one lab");

export type Exam = z.infer<typeof examSchema>;

/** Errors: ACADEMY_EXAM_INVALID. */
export function readExam(text: string, file = "exam.json"): Exam {
  return parse(examSchema, text, file);
}

/** A bank by itself: a list of questions. Errors: ACADEMY_EXAM_INVALID. */
export function readBank(text: string, file: string): readonly BankQuestion[] {
  return parse(z.array(bankQuestion).min(1).max(bankQuestionsMax), text, file);
}

function parse<Schema extends z.ZodType>(schema: Schema, text: string, file: string): z.infer<Schema> {
  const refuse = (reason: string): Error => examErrors.create("ACADEMY_EXAM_INVALID", { file, reason });
  if (text.length > definitionBytesMax) throw refuse(`> ${definitionBytesMax}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse("JSON");
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw refuse(describeIssues(parsed.error.issues).slice(0, 500));
  return parsed.data;
}

/** Who sits an examination: a pseudonym, as certificates have it, or a candidate's number. */
export const candidateSchema = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9]+(?:[:._-][A-Za-z0-9]+)*$/);

/** When nobody writes any more, accommodations of up to twice the time included. */
export function lastSecond({ closesAt, minutes, graceSeconds }: Exam): number {
  return closesAt + minutes * 60 * 3 + graceSeconds;
}

function areDifferent(ids: readonly string[]): boolean {
  return new Set(ids).size === ids.length;
}
