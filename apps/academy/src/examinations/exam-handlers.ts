import type { GradingQueue } from "../server/grading-queue.ts";
import { showPaper } from "./draw-paper.ts";
import { examErrors } from "./errors.ts";
import type { ExamAnswerOf, ExamCallOf, ExamEndpointName, ExamEndpoints } from "./exam-api.ts";
import type { Attempt, ExamDesk } from "./exam-desk.ts";
import type { OpenedExam } from "./exam-folder.ts";
import {
  accommodate,
  appeal,
  decideAppeal,
  listAppeals,
  listSignals,
  markAttempts,
  requireOver,
} from "./exam-office.ts";
import type { ExamStore } from "./exam-store.ts";
import { analyseItems } from "./item-analysis.ts";

/** What the service is made of. */
export interface ExamParts {
  readonly store: ExamStore;
  readonly desk: ExamDesk;
  readonly exams: ReadonlyMap<string, OpenedExam>;
  readonly grading: GradingQueue;
  readonly nowSeconds: () => number;
}

/** A call with what its access asked for: the examination and the candidate, where it is about one. */
export interface ExamCall<Name extends ExamEndpointName> extends ExamCallOf<Name> {
  readonly parts: ExamParts;
  readonly opened: ExamEndpoints[Name] extends { readonly params: unknown } ? OpenedExam : undefined;
  readonly session: ExamEndpoints[Name]["access"] extends "candidate"
    ? { readonly candidate: string; readonly generation: number }
    : undefined;
}

type Handlers = { readonly [Name in ExamEndpointName]: (call: ExamCall<Name>) => Promise<ExamAnswerOf<Name>> };

/** What answers each call. */
export const examHandlers: Handlers = {
  listExams: async ({ parts: { exams, nowSeconds } }) => ({
    now: nowSeconds(),
    exams: [...exams.values()].map(({ exam, commitment }) => {
      const { id, title, opensAt, closesAt, minutes, sections, tasks } = exam;
      const questions = sections.reduce((sum, { draw }) => sum + draw, 0);
      return { id, title, opensAt, closesAt, minutes, questions, tasks: tasks.length, commitment };
    }),
  }),
  enter: async ({ parts, opened, body: { candidate, code } }) => {
    const { exam } = opened;
    if (!opened.admits(candidate, code)) throw examErrors.create("ACADEMY_EXAM_ADMISSION");
    const { attempt, answers, tasks } = await parts.desk.take({ kind: "enter", exam, candidate });
    return {
      ...progressOf(parts, attempt),
      session: opened.sessionOf(candidate, attempt.generation),
      paper: showPaper(opened.paperOf(candidate)),
      answers: [...answers],
      tasks: [...tasks],
    };
  },
  save: async ({ parts, opened: { exam, paperOf }, session, body: { revision, answers } }) => {
    const { candidate } = session;
    const onPaper = new Map(paperOf(candidate).questions.map((each) => [each.question.id, each.order.length]));
    for (const { question, choice } of answers)
      if ((choice ?? 0) >= (onPaper.get(question) ?? -1)) throw input("answers", question);
    const { attempt } = await parts.desk.take({ kind: "save", exam, ...session, revision, answers });
    return progressOf(parts, attempt);
  },
  handInTask: async ({ parts, opened: { exam, paperOf }, session, query: { lab }, body: log }) => {
    const task = paperOf(session.candidate).tasks.find((each) => each.lab === lab);
    if (task === undefined) throw examErrors.create("ACADEMY_EXAM_UNKNOWN", { what: lab });
    // Seen before it is graded, so that grading takes nobody's time, and that nobody is graded who may not write.
    const { attempt } = await parts.desk.take({ kind: "save", exam, ...session, revision: 0, answers: [] });
    const times = { issuedAt: BigInt(attempt.started_at), receivedAt: BigInt(parts.nowSeconds()) };
    const grade = await parts.grading.grade({ lab, seed: task.seed, log, times });
    if (grade === undefined) throw examErrors.create("ACADEMY_EXAM_BUSY");
    const passed = grade.kind === "graded" && grade.passed;
    const outcome =
      grade.kind === "refused"
        ? grade.code
        : grade.results.flatMap(({ name, holds }) => (holds ? [] : [name])).join(" ");
    const graded = { lab, log: Buffer.from(log).toString("base64"), passed, outcome };
    const taken = await parts.desk.take({ kind: "task", exam, ...session, task: graded });
    return { ...progressOf(parts, taken.attempt), passed, outcome };
  },
  submit: async ({ parts, opened: { exam }, session }) => {
    const { attempt } = await parts.desk.take({ kind: "submit", exam, ...session });
    return progressOf(parts, attempt);
  },
  result: async ({ parts, opened, session: { candidate } }) => {
    requireOver(opened, parts.nowSeconds());
    const [marked] = await markAttempts(parts.store.sql, opened, candidate);
    if (marked === undefined) throw examErrors.create("ACADEMY_EXAM_SESSION");
    const appeals = await listAppeals(parts.store.sql, opened.exam.id);
    const { percent, points, pointsMax, questions } = marked.marks;
    const own = appeals.find((each) => each.candidate === candidate) ?? null;
    return { percent, points, pointsMax, passed: marked.passed, questions: [...questions], appeal: own };
  },
  appeal: async ({ parts, opened, session: { candidate }, body: { reason } }) => {
    requireOver(opened, parts.nowSeconds());
    await appeal(parts.store, opened, { candidate, reason, now: parts.nowSeconds() });
    return { done: true };
  },
  draws: async ({ parts, opened }) => {
    requireOver(opened, parts.nowSeconds());
    const { exam, seed, commitment } = opened;
    return { seed, commitment, exam };
  },
  listResults: async ({ parts, opened }) => ({
    results: (await markAttempts(parts.store.sql, opened)).map(({ attempt, marks, passed, workHash }) => ({
      candidate: attempt.candidate,
      percent: marks.percent,
      passed,
      submittedAt: attempt.submitted_at,
      workHash,
    })),
  }),
  analysis: async ({ parts, opened }) => {
    const marked = await markAttempts(parts.store.sql, opened);
    const items = analyseItems(marked.map(({ marks }) => marks));
    return { items: items.map((item) => ({ ...item, discrimination: item.discrimination ?? null })) };
  },
  listAppeals: async ({ parts, opened }) => ({ appeals: [...(await listAppeals(parts.store.sql, opened.exam.id))] }),
  decideAppeal: ({ parts, opened, params: { candidate }, body }) =>
    decideAppeal(parts.store, opened, { candidate, ...body, now: parts.nowSeconds() }),
  accommodate: async ({ parts, opened, params: { candidate }, body: { extraPercent } }) => {
    await accommodate(parts.store, opened, { candidate, extraPercent, now: parts.nowSeconds() });
    return { done: true };
  },
  listSignals: async ({ parts, opened }) => ({ signals: [...(await listSignals(parts.store.sql, opened.exam.id))] }),
};

function progressOf({ nowSeconds }: ExamParts, { deadline, revision, submitted_at }: Attempt) {
  return { now: nowSeconds(), deadline, revision, submittedAt: submitted_at };
}

function input(field: string, reason: string): Error {
  return examErrors.create("ACADEMY_EXAM_INPUT", { field, reason });
}
