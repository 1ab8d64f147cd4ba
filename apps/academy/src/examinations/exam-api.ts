import { z } from "zod";
import { examSchema } from "./exam.ts";
import { appealLengthMax, paperQuestionsMax } from "./limits.ts";

/** What `/api/v1` begins with. */
export const basePath = "/api/v1";

const text = z.object({ zh: z.string(), en: z.string() }).readonly();
const seconds = z.int().meta({ description: "Unix seconds, the server's clock" });
const questionId = z.string().max(200);
const exam = z.object({ exam: z.string().max(60) });
const ofCandidate = z.object({ exam: z.string().max(60), candidate: z.string().max(100) });

const facts = z.object({
  id: z.string(),
  title: text,
  opensAt: seconds,
  closesAt: seconds,
  minutes: z.int(),
  questions: z.int(),
  tasks: z.int(),
  commitment: z.string().meta({ description: "what stands on the chain: SHA-256 over definition and seed" }),
});

const answer = z.strictObject({
  question: questionId,
  choice: z.int().min(0).max(9).nullable().meta({ description: "place on the paper; null takes it back" }),
});

const task = z.object({ lab: z.string(), points: z.int(), seed: z.string() }).readonly();
const paper = z.object({
  questions: z.array(z.object({ id: questionId, text, options: z.array(text).readonly() }).readonly()).readonly(),
  tasks: z.array(task).readonly(),
});

const progress = z.object({ now: seconds, deadline: seconds, revision: z.int(), submittedAt: seconds.nullable() });

const marks = z.object({
  percent: z.int(),
  points: z.int(),
  pointsMax: z.int(),
  passed: z.boolean(),
  questions: z.array(z.object({ id: questionId, isRight: z.boolean() })),
});

const correction = z.strictObject({
  question: questionId,
  kind: z.enum(["void", "accept"]),
  option: z.int().min(0).max(9).meta({ description: "place in the bank" }),
});

const appeal = z.object({
  candidate: z.string(),
  at: seconds,
  reason: z.string(),
  decided_at: seconds.nullable(),
  decision: z.string().nullable(),
  percent_before: z.int().nullable(),
  percent_after: z.int().nullable(),
});

const done = z.object({ done: z.literal(true) });
const reason = z.string().min(1).max(appealLengthMax);

/** A call of the service. */
export interface ExamEndpoint {
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  readonly summary: { readonly en: string; readonly zh: string };
  /** Whose token it wants. */
  readonly access: "open" | "candidate" | "examiner";
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Media type of a body that is no JSON. */
  readonly takes?: string;
  readonly answer: z.ZodType;
}

/** Every call, with the schemas that check it and that describe it. */
export const examEndpoints = {
  listExams: {
    method: "GET",
    path: "/exams",
    summary: { en: "examinations and what was committed to", zh: "考试列表与链上承诺" },
    access: "open",
    answer: z.object({ now: seconds, exams: z.array(facts) }),
  },
  enter: {
    method: "POST",
    path: "/exams/{exam}/entries",
    summary: { en: "start, or go on elsewhere: ends the session before", zh: "开始或在别处继续（之前的会话随即失效）" },
    access: "open",
    params: exam,
    body: z.strictObject({ candidate: z.string().max(100), code: z.string().max(40) }),
    answer: progress.extend({
      session: z.string(),
      paper,
      answers: z.array(answer),
      tasks: z.array(z.object({ lab: z.string(), passed: z.boolean() })),
    }),
  },
  save: {
    method: "PUT",
    path: "/exams/{exam}/answers",
    summary: { en: "save answers; none says that the page is still there", zh: "保存答案；空列表表示页面仍在线" },
    access: "candidate",
    params: exam,
    body: z.strictObject({
      revision: z.int().min(0).meta({ description: "counts up; one that is not above the last changes nothing" }),
      answers: z.array(answer).max(paperQuestionsMax),
    }),
    answer: progress,
  },
  handInTask: {
    method: "PUT",
    path: "/exams/{exam}/task",
    summary: { en: "the log of a practical task, executed again at once", zh: "提交实操日志，立即重新执行评分" },
    access: "candidate",
    params: exam,
    query: z.object({ lab: z.string().max(100) }),
    body: z.instanceof(Uint8Array),
    takes: "application/octet-stream",
    answer: progress.extend({ passed: z.boolean(), outcome: z.string() }),
  },
  submit: {
    method: "POST",
    path: "/exams/{exam}/submission",
    summary: { en: "hand in the paper", zh: "交卷" },
    access: "candidate",
    params: exam,
    answer: progress,
  },
  result: {
    method: "GET",
    path: "/exams/{exam}/result",
    summary: { en: "one's own marks, when nobody writes any more", zh: "本人成绩（全部考生结束作答后）" },
    access: "candidate",
    params: exam,
    answer: marks.extend({ appeal: appeal.nullable() }),
  },
  appeal: {
    method: "POST",
    path: "/exams/{exam}/appeal",
    summary: { en: "appeal against one's marks", zh: "对成绩提出申诉" },
    access: "candidate",
    params: exam,
    body: z.strictObject({ reason }),
    answer: done,
  },
  draws: {
    method: "GET",
    path: "/exams/{exam}/draws",
    summary: {
      en: "definition and seed, when nobody writes any more: anybody can draw again",
      zh: "考试定义与种子（结束后公开），任何人可重做抽题",
    },
    access: "open",
    params: exam,
    answer: z.object({ seed: z.string(), commitment: z.string(), exam: examSchema }),
  },
  listResults: {
    method: "GET",
    path: "/exams/{exam}/results",
    summary: { en: "marks of all", zh: "全部成绩" },
    access: "examiner",
    params: exam,
    answer: z.object({
      results: z.array(
        z.object({
          candidate: z.string(),
          percent: z.int(),
          passed: z.boolean(),
          submittedAt: seconds.nullable(),
          workHash: z.string(),
        }),
      ),
    }),
  },
  analysis: {
    method: "GET",
    path: "/exams/{exam}/analysis",
    summary: { en: "difficulty and discrimination of each question", zh: "各题难度与区分度" },
    access: "examiner",
    params: exam,
    answer: z.object({
      items: z.array(
        z.object({
          question: z.string(),
          papers: z.int(),
          difficulty: z.number(),
          discrimination: z.number().nullable(),
        }),
      ),
    }),
  },
  listAppeals: {
    method: "GET",
    path: "/exams/{exam}/appeals",
    summary: { en: "appeals and what was decided", zh: "申诉与处理结果" },
    access: "examiner",
    params: exam,
    answer: z.object({ appeals: z.array(appeal) }),
  },
  decideAppeal: {
    method: "POST",
    path: "/exams/{exam}/appeals/{candidate}",
    summary: { en: "decide an appeal; corrections count for everybody", zh: "处理申诉；更正对全部考生生效" },
    access: "examiner",
    params: ofCandidate,
    body: z.strictObject({ decision: reason, corrections: z.array(correction).max(20) }),
    answer: appeal,
  },
  accommodate: {
    method: "PUT",
    path: "/exams/{exam}/accommodations/{candidate}",
    summary: { en: "more time for a candidate, before the start", zh: "为考生延长时间（须在开始前）" },
    access: "examiner",
    params: ofCandidate,
    body: z.strictObject({ extraPercent: z.int().min(0).max(100) }),
    answer: done,
  },
  listSignals: {
    method: "GET",
    path: "/exams/{exam}/signals",
    summary: { en: "disconnects and second entries", zh: "断线与重复进入记录" },
    access: "examiner",
    params: exam,
    answer: z.object({
      signals: z.array(z.object({ candidate: z.string(), at: seconds, kind: z.string(), detail: z.string() })),
    }),
  },
} as const satisfies Readonly<Record<string, ExamEndpoint>>;

export type ExamEndpoints = typeof examEndpoints;
export type ExamEndpointName = keyof ExamEndpoints;

type Output<Of, Key extends string> =
  Of extends Readonly<Record<Key, infer Schema extends z.ZodType>> ? z.output<Schema> : undefined;

/** A call, parsed. */
export interface ExamCallOf<Name extends ExamEndpointName> {
  readonly params: Output<ExamEndpoints[Name], "params">;
  readonly query: Output<ExamEndpoints[Name], "query">;
  readonly body: Output<ExamEndpoints[Name], "body">;
}

export type ExamAnswerOf<Name extends ExamEndpointName> = z.output<ExamEndpoints[Name]["answer"]>;

const wordsOfProblem = z.object({ message: z.string(), advice: z.string() });

/** Every refusal. */
export const problem = z
  .object({ code: z.string(), en: wordsOfProblem, zh: wordsOfProblem, retryable: z.boolean() })
  .meta({ id: "Problem" });

export type Problem = z.infer<typeof problem>;
