import type { Sql } from "@yanta/index-store";
import { examErrors } from "./errors.ts";
import type { Exam } from "./exam.ts";
import { type ExamRows, type ExamStore } from "./exam-store.ts";
import { GroupWriter, type Outcome } from "./group-writer.ts";
import { silenceSeconds } from "./limits.ts";

/** How far a candidate is. Unix seconds by the server's clock. */
export interface Attempt {
  readonly exam: string;
  readonly candidate: string;
  readonly started_at: number;
  readonly deadline: number;
  /** Grows with each entry: only the latest one may write. */
  readonly generation: number;
  /** Of the last save; the page counts. */
  readonly revision: number;
  readonly seen_at: number;
  readonly grace_used: number;
  readonly submitted_at: number | null;
}

export interface Answer {
  readonly question: string;
  /** Place on the paper; null takes an answer back. */
  readonly choice: number | null;
}

/** A graded task. */
export interface GradedTask {
  readonly lab: string;
  /** base64. */
  readonly log: string;
  readonly passed: boolean;
  /** Names of what did not hold, or the code of a refusal. */
  readonly outcome: string;
}

type Act =
  | { readonly kind: "enter" }
  | {
      readonly kind: "save";
      readonly generation: number;
      readonly revision: number;
      readonly answers: readonly Answer[];
    }
  | { readonly kind: "task"; readonly generation: number; readonly task: GradedTask }
  | { readonly kind: "submit"; readonly generation: number };

/** Something that a candidate does. Whether they are who they say was found out before. */
export type ExamRequest = Act & { readonly exam: Exam; readonly candidate: string };

export interface ExamAnswer {
  readonly attempt: Attempt;
  /** Of `enter`: what was saved before. */
  readonly answers: readonly Answer[];
  /** Of `enter`: labs that were handed in, and whether they passed. */
  readonly tasks: readonly { readonly lab: string; readonly passed: boolean }[];
}

/** Takes what candidates do, in groups; an answer means that it is durable. */
export class ExamDesk {
  readonly #store: ExamStore;
  readonly #nowSeconds: () => number;
  readonly #writer = new GroupWriter<ExamRequest, ExamAnswer>((requests) => this.#handle(requests));

  constructor(store: ExamStore, nowSeconds: () => number) {
    this.#store = store;
    this.#nowSeconds = nowSeconds;
  }

  /** Errors: ACADEMY_EXAM_CLOSED, _OVER, _SUBMITTED, _SESSION, _SUPERSEDED, _BUSY. */
  take(request: ExamRequest): Promise<ExamAnswer> {
    return this.#writer.run(request);
  }

  idle(): Promise<void> {
    return this.#writer.idle();
  }

  #handle(requests: readonly ExamRequest[]): Promise<readonly Outcome<ExamAnswer>[]> {
    return this.#store.write(async (sql) => {
      const group = await readGroup(sql, requests);
      const now = this.#nowSeconds();
      const rows: ExamRows[number][] = [];
      const result = requests.map((request): Outcome<ExamAnswer> => {
        const outcome = decide(request, group, now);
        if ("refusal" in outcome) return outcome;
        rows.push(...outcome.rows);
        return { answer: outcome.answer };
      });
      return { rows, result };
    });
  }
}

/** What a group's candidates have so far; brought up to date as the group is decided. */
interface Group {
  readonly attempts: Map<string, Attempt>;
  readonly answers: Map<string, Map<string, number | null>>;
  readonly tasks: Map<string, Map<string, boolean>>;
  readonly extraPercent: ReadonlyMap<string, number>;
}

const keyOf = ({ exam, candidate }: { readonly exam: string; readonly candidate: string }): string =>
  `${exam}/${candidate}`;

async function readGroup(sql: Sql, requests: readonly ExamRequest[]): Promise<Group> {
  const pairs = (list: readonly ExamRequest[]) => [
    list.map(({ exam }) => exam.id),
    list.map(({ candidate }) => candidate),
  ];
  const among = "(exam, candidate) IN (SELECT * FROM unnest($1::text[], $2::text[]))";
  const attempts = await sql.query<Attempt>(`SELECT * FROM attempts WHERE ${among} FOR UPDATE`, pairs(requests));
  const known = new Map(attempts.map((attempt) => [keyOf(attempt), attempt]));
  const entering = requests.filter(({ kind }) => kind === "enter");
  const [returning, fresh] = [
    entering.filter(({ exam, candidate }) => known.has(keyOf({ exam: exam.id, candidate }))),
    entering.filter(({ exam, candidate }) => !known.has(keyOf({ exam: exam.id, candidate }))),
  ];
  const answers = new Map<string, Map<string, number | null>>();
  const tasks = new Map<string, Map<string, boolean>>();
  const extraPercent = new Map<string, number>();
  if (returning.length > 0) {
    type AnswerRow = Answer & Pick<Attempt, "exam" | "candidate">;
    for (const row of await sql.query<AnswerRow>(
      `SELECT exam, candidate, question, choice FROM answers WHERE ${among}`,
      pairs(returning),
    ))
      put(answers, keyOf(row), row.question, row.choice);
    type TaskRow = { lab: string; passed: boolean } & Pick<Attempt, "exam" | "candidate">;
    for (const row of await sql.query<TaskRow>(
      `SELECT exam, candidate, lab, passed FROM tasks WHERE ${among}`,
      pairs(returning),
    ))
      put(tasks, keyOf(row), row.lab, row.passed);
  }
  if (fresh.length > 0) {
    type Row = { extra_percent: number } & Pick<Attempt, "exam" | "candidate">;
    for (const row of await sql.query<Row>(
      `SELECT exam, candidate, extra_percent FROM accommodations WHERE ${among}`,
      pairs(fresh),
    ))
      extraPercent.set(keyOf(row), row.extra_percent);
  }
  return { attempts: known, answers, tasks, extraPercent };
}

function put<Value>(map: Map<string, Map<string, Value>>, key: string, name: string, value: Value): void {
  const own = map.get(key) ?? new Map<string, Value>();
  own.set(name, value);
  map.set(key, own);
}

type Decision = { readonly rows: ExamRows; readonly answer: ExamAnswer } | { readonly refusal: Error };

function decide(request: ExamRequest, group: Group, now: number): Decision {
  const key = keyOf({ exam: request.exam.id, candidate: request.candidate });
  const found = group.attempts.get(key);
  try {
    if (found === undefined) {
      if (request.kind !== "enter") throw examErrors.create("ACADEMY_EXAM_SESSION");
      return apply(group, key, [], startAttempt(request, group.extraPercent.get(key) ?? 0, now));
    }
    const graced = giveGrace(request, found, now);
    return act(request, { group, key, now, ...graced });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { refusal: error };
  }
}

function startAttempt({ exam, candidate }: ExamRequest, extraPercent: number, now: number): Attempt {
  if (now < exam.opensAt || now > exam.closesAt)
    throw examErrors.create("ACADEMY_EXAM_CLOSED", { from: timeText(exam.opensAt), to: timeText(exam.closesAt) });
  const deadline = now + Math.ceil((exam.minutes * 60 * (100 + extraPercent)) / 100);
  const none = { revision: 0, grace_used: 0, submitted_at: null };
  return { exam: exam.id, candidate, started_at: now, deadline, generation: 1, seen_at: now, ...none };
}

interface Graced {
  readonly attempt: Attempt;
  readonly signals: ExamRows;
}

/** Time in which nothing was heard of a candidate is given back, up to the examination's grace in all. It is noted, as it could be made on purpose. */
function giveGrace({ exam }: ExamRequest, attempt: Attempt, now: number): Graced {
  const gap = now - attempt.seen_at;
  if (attempt.submitted_at !== null || gap <= silenceSeconds || attempt.seen_at >= attempt.deadline)
    return { attempt: { ...attempt, seen_at: now }, signals: [] };
  const given = Math.max(0, Math.min(gap, exam.graceSeconds - attempt.grace_used));
  return {
    attempt: { ...attempt, seen_at: now, deadline: attempt.deadline + given, grace_used: attempt.grace_used + given },
    signals: [signal(attempt, now, "disconnected", `${gap} s, ${given} s given back`)],
  };
}

interface Scene extends Graced {
  readonly group: Group;
  readonly key: string;
  readonly now: number;
}

function act(request: ExamRequest, { group, key, now, attempt, signals }: Scene): Decision {
  const { exam, candidate, deadline } = attempt;
  if (request.kind === "enter") {
    const entered = { ...attempt, generation: attempt.generation + 1 };
    return apply(group, key, [...signals, signal(attempt, now, "entered-again", `#${entered.generation}`)], entered);
  }
  if (request.generation !== attempt.generation) {
    throw examErrors.create(
      request.generation < attempt.generation ? "ACADEMY_EXAM_SUPERSEDED" : "ACADEMY_EXAM_SESSION",
    );
  }
  if (attempt.submitted_at !== null) {
    // Handing in twice is handing in once: the first answer may have been lost on its way.
    if (request.kind === "submit") return apply(group, key, [], attempt);
    throw examErrors.create("ACADEMY_EXAM_SUBMITTED", { at: timeText(attempt.submitted_at) });
  }
  if (now > deadline && request.kind !== "submit")
    throw examErrors.create("ACADEMY_EXAM_OVER", { deadline: timeText(deadline) });
  switch (request.kind) {
    case "save": {
      // An older save that arrives late, or the same again, changes nothing.
      if (request.revision <= attempt.revision) return apply(group, key, signals, attempt);
      const rows = request.answers.map(({ question, choice }) => ({
        table: "answers" as const,
        row: { exam, candidate, question, choice, saved_at: now },
      }));
      for (const { question, choice } of request.answers) put(group.answers, key, question, choice);
      return apply(group, key, [...signals, ...rows], { ...attempt, revision: request.revision });
    }
    case "task": {
      const row = { exam, candidate, ...request.task, saved_at: now };
      put(group.tasks, key, request.task.lab, request.task.passed);
      return apply(group, key, [...signals, { table: "tasks", row }], attempt);
    }
    case "submit":
      return apply(group, key, signals, { ...attempt, submitted_at: Math.min(now, deadline) });
  }
}

function apply(group: Group, key: string, rows: ExamRows, attempt: Attempt): Decision {
  group.attempts.set(key, attempt);
  const answers = [...(group.answers.get(key) ?? [])].map(([question, choice]) => ({ question, choice }));
  const tasks = [...(group.tasks.get(key) ?? [])].map(([lab, passed]) => ({ lab, passed }));
  return { rows: [...rows, { table: "attempts", row: { ...attempt } }], answer: { attempt, answers, tasks } };
}

function signal({ exam, candidate }: Attempt, at: number, kind: string, detail: string): ExamRows[number] {
  return { table: "signals", row: { exam, candidate, at, kind, detail } };
}

/** As people read it, in UTC. */
export function timeText(unixSeconds: number): string {
  return `${new Date(unixSeconds * 1000).toISOString().slice(0, 19)}Z`;
}
