import { z } from "zod";

/** Paths of the curriculum, in the order in which they are shown. */
export const pathNames = ["user", "developer", "operator", "architect"] as const;

export type PathName = (typeof pathNames)[number];

/** One line of text without control characters and without characters that change the direction of reading. */
const line = (lengthMax: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(lengthMax)
    .regex(/^[^\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]*$/u, "control characters");

const both = (lengthMax: number) => z.strictObject({ zh: line(lengthMax), en: line(lengthMax) });

/** What stands between the `---` lines of a lesson. */
export const frontMatterSchema = z.strictObject({
  title: line(100),
  /** What the learner can do afterwards. */
  objectives: z.array(line(200)).min(2).max(6),
  /** For reading, quiz and lab. */
  minutes: z.int().min(5).max(240),
  /** Lessons that come first, `PATH/NN-NAME`. */
  requires: z
    .array(z.string().regex(/^[a-z]+\/\d\d-[a-z0-9-]+$/))
    .max(6)
    .default([]),
});

export type FrontMatter = z.infer<typeof frontMatterSchema>;

const optionSchema = z.strictObject({
  text: both(300),
  right: z.boolean(),
  /** Why it is right, or what somebody who takes it has mistaken. */
  why: both(600),
});

export const questionSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  text: both(600),
  options: z
    .array(optionSchema)
    .min(3)
    .max(6)
    .refine((options) => options.filter(({ right }) => right).length === 1, "exactly one option is right"),
});

export type Question = z.infer<typeof questionSchema>;

/** `quiz.json`. */
export const quizSchema = z.strictObject({
  questions: z
    .array(questionSchema)
    .min(3)
    .max(20)
    .refine((questions) => new Set(questions.map(({ id }) => id)).size === questions.length, "two questions of one id"),
});

export type Quiz = z.infer<typeof quizSchema>;

/** Name of a lesson's folder. */
export const lessonNamePattern = /^\d\d-[a-z0-9]+(-[a-z0-9]+)*$/;
