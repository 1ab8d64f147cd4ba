import { createHash } from "node:crypto";
import type { Sql } from "@yanta/index-store";
import { canonicalJson } from "../certificates/canonical-json.ts";
import { examErrors } from "./errors.ts";
import type { Answer, Attempt } from "./exam-desk.ts";
import { timeText } from "./exam-desk.ts";
import type { OpenedExam } from "./exam-folder.ts";
import type { ExamRows, ExamStore } from "./exam-store.ts";
import { lastSecond } from "./exam.ts";
import { type Correction, markPaper, type Marks } from "./mark-paper.ts";

/** A paper that was marked. */
export interface MarkedAttempt {
  readonly attempt: Attempt;
  readonly marks: Marks;
  readonly passed: boolean;
  /** SHA-256 of what the candidate handed in, hex. */
  readonly workHash: string;
}

export interface Appeal {
  readonly candidate: string;
  readonly at: number;
  readonly reason: string;
  readonly decided_at: number | null;
  readonly decision: string | null;
  readonly percent_before: number | null;
  readonly percent_after: number | null;
}

export interface Signal {
  readonly candidate: string;
  readonly at: number;
  readonly kind: string;
  readonly detail: string;
}

/** Marks of all who took part, or of one candidate: made anew from what was saved. */
export async function markAttempts(
  sql: Sql,
  opened: OpenedExam,
  candidate?: string,
): Promise<readonly MarkedAttempt[]> {
  const { exam } = opened;
  const where = candidate === undefined ? "exam = $1" : "exam = $1 AND candidate = $2";
  const values = candidate === undefined ? [exam.id] : [exam.id, candidate];
  const attempts = await sql.query<Attempt>(`SELECT * FROM attempts WHERE ${where} ORDER BY candidate`, values);
  type Of = { readonly candidate: string };
  const answers = Map.groupBy(
    await sql.query<Answer & Of>(
      `SELECT candidate, question, choice FROM answers WHERE ${where} AND choice IS NOT NULL ORDER BY question`,
      values,
    ),
    (row) => row.candidate,
  );
  const tasks = Map.groupBy(
    await sql.query<Of & { lab: string; passed: boolean; log: string }>(
      `SELECT candidate, lab, passed, log FROM tasks WHERE ${where} ORDER BY lab`,
      values,
    ),
    (row) => row.candidate,
  );
  const corrections = await readCorrections(sql, exam.id);
  return attempts.map((attempt) => {
    const own = answers.get(attempt.candidate) ?? [];
    const ownTasks = tasks.get(attempt.candidate) ?? [];
    const marks = markPaper({
      paper: opened.paperOf(attempt.candidate),
      answers: new Map(own.map(({ question, choice }) => [question, choice ?? -1])),
      passedLabs: new Set(ownTasks.filter(({ passed }) => passed).map(({ lab }) => lab)),
      corrections,
    });
    const work = {
      exam: exam.id,
      candidate: attempt.candidate,
      answers: own.map(({ question, choice }) => [question, choice]),
      tasks: ownTasks.map(({ lab, log }) => [lab, createHash("sha256").update(log).digest("hex")]),
    };
    const workHash = createHash("sha256").update(canonicalJson(work)).digest("hex");
    return { attempt, marks, passed: marks.percent >= exam.passPercent, workHash };
  });
}

/** Errors: ACADEMY_EXAM_EARLY while somebody may still write. */
export function requireOver({ exam }: OpenedExam, now: number): void {
  if (now <= lastSecond(exam)) throw examErrors.create("ACADEMY_EXAM_EARLY", { at: timeText(lastSecond(exam)) });
}

export function listAppeals(sql: Sql, exam: string): Promise<readonly Appeal[]> {
  return sql.query<Appeal>(
    "SELECT candidate, at, reason, decided_at, decision, percent_before, percent_after FROM appeals WHERE exam = $1 ORDER BY at",
    [exam],
  );
}

export function listSignals(sql: Sql, exam: string): Promise<readonly Signal[]> {
  return sql.query<Signal>("SELECT candidate, at, kind, detail FROM signals WHERE exam = $1 ORDER BY at, candidate", [
    exam,
  ]);
}

/** Notes an appeal; a second one waits for the first. Errors: ACADEMY_EXAM_APPEALED, ACADEMY_EXAM_SESSION. */
export function appeal(
  store: ExamStore,
  { exam }: OpenedExam,
  { candidate, reason, now }: { readonly candidate: string; readonly reason: string; readonly now: number },
): Promise<void> {
  return store.write(async (sql) => {
    const [attempt] = await sql.query("SELECT 1 FROM attempts WHERE exam = $1 AND candidate = $2", [
      exam.id,
      candidate,
    ]);
    if (attempt === undefined) throw examErrors.create("ACADEMY_EXAM_SESSION");
    const [before] = await sql.query("SELECT 1 FROM appeals WHERE exam = $1 AND candidate = $2", [exam.id, candidate]);
    if (before !== undefined) throw examErrors.create("ACADEMY_EXAM_APPEALED");
    const undecided = { decided_at: null, decision: null, percent_before: null, percent_after: null };
    return {
      rows: [{ table: "appeals", row: { exam: exam.id, candidate, at: now, reason, ...undecided } }],
      result: undefined,
    };
  });
}

export interface Decision {
  readonly candidate: string;
  readonly decision: string;
  /** Changes of questions, which then count for everybody. */
  readonly corrections: readonly Correction[];
  readonly now: number;
}

/** Answers an appeal and marks again. Errors: ACADEMY_EXAM_UNKNOWN. */
export function decideAppeal(store: ExamStore, opened: OpenedExam, decided: Decision): Promise<Appeal> {
  const { candidate, decision, corrections, now } = decided;
  const exam = opened.exam.id;
  return store.write(async (sql) => {
    const found = (await listAppeals(sql, exam)).find((each) => each.candidate === candidate);
    if (found === undefined) throw unknown(`appeal of ${candidate}`);
    const questions = new Map(
      opened.exam.sections.flatMap((section) => section.questions.map((each) => [each.id, each] as const)),
    );
    for (const { question, option } of corrections)
      if (questions.get(question)?.options[option] === undefined) throw unknown(`${question} ${option}`);
    const [before] = await markAttempts(sql, opened, candidate);
    const rows: ExamRows = corrections.map((each) => ({ table: "corrections", row: { exam, ...each, at: now } }));
    for (const { question, kind, option } of corrections)
      await sql.query("INSERT INTO corrections VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING", [
        exam,
        question,
        kind,
        option,
        now,
      ]);
    const [after] = await markAttempts(sql, opened, candidate);
    const result: Appeal = {
      ...found,
      decided_at: now,
      decision,
      percent_before: before?.marks.percent ?? null,
      percent_after: after?.marks.percent ?? null,
    };
    return { rows: [...rows, { table: "appeals", row: { exam, ...result } }], result };
  });
}

/** Gives a candidate more time; counts for an attempt that starts after it. Errors: ACADEMY_EXAM_UNKNOWN. */
export function accommodate(
  store: ExamStore,
  opened: OpenedExam,
  { candidate, extraPercent, now }: { readonly candidate: string; readonly extraPercent: number; readonly now: number },
): Promise<void> {
  if (!opened.isCandidate(candidate)) throw unknown(candidate);
  const row = { exam: opened.exam.id, candidate, extra_percent: extraPercent, at: now };
  return store.write(async () => ({ rows: [{ table: "accommodations", row }], result: undefined }));
}

function readCorrections(sql: Sql, exam: string): Promise<readonly Correction[]> {
  return sql.query<Correction>("SELECT question, kind, option FROM corrections WHERE exam = $1", [exam]);
}

function unknown(what: string): Error {
  return examErrors.create("ACADEMY_EXAM_UNKNOWN", { what });
}
