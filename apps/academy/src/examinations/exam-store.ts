import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type IndexStore, openIndexStore, type Sql, upsertRows } from "@yanta/index-store";
import { ExamJournal, type JournalRow } from "./exam-journal.ts";

/** Keys and columns of each table; whole rows are written, so writing one again changes nothing. */
const tables = {
  attempts: {
    keys: ["exam", "candidate"],
    columns: ["started_at", "deadline", "generation", "revision", "seen_at", "grace_used", "submitted_at"],
  },
  answers: { keys: ["exam", "candidate", "question"], columns: ["choice", "saved_at"] },
  tasks: { keys: ["exam", "candidate", "lab"], columns: ["log", "saved_at", "passed", "outcome"] },
  signals: { keys: ["exam", "candidate", "at", "kind"], columns: ["detail"] },
  accommodations: { keys: ["exam", "candidate"], columns: ["extra_percent", "at"] },
  appeals: {
    keys: ["exam", "candidate"],
    columns: ["at", "reason", "decided_at", "decision", "percent_before", "percent_after"],
  },
  corrections: { keys: ["exam", "question", "kind", "option"], columns: ["at"] },
} as const;

export type ExamTable = keyof typeof tables;

const script = `
CREATE TABLE IF NOT EXISTS attempts (exam text, candidate text, started_at bigint NOT NULL, deadline bigint NOT NULL, generation integer NOT NULL,
  revision bigint NOT NULL, seen_at bigint NOT NULL, grace_used integer NOT NULL, submitted_at bigint, PRIMARY KEY (exam, candidate));
CREATE TABLE IF NOT EXISTS answers (exam text, candidate text, question text, choice integer, saved_at bigint NOT NULL,
  PRIMARY KEY (exam, candidate, question));
CREATE TABLE IF NOT EXISTS tasks (exam text, candidate text, lab text, log text NOT NULL, saved_at bigint NOT NULL, passed boolean NOT NULL, outcome text NOT NULL,
  PRIMARY KEY (exam, candidate, lab));
CREATE TABLE IF NOT EXISTS signals (exam text, candidate text, at bigint, kind text, detail text NOT NULL, PRIMARY KEY (exam, candidate, at, kind));
CREATE TABLE IF NOT EXISTS accommodations (exam text, candidate text, extra_percent integer NOT NULL, at bigint NOT NULL, PRIMARY KEY (exam, candidate));
CREATE TABLE IF NOT EXISTS appeals (exam text, candidate text, at bigint NOT NULL, reason text NOT NULL, decided_at bigint, decision text,
  percent_before integer, percent_after integer, PRIMARY KEY (exam, candidate));
CREATE TABLE IF NOT EXISTS corrections (exam text, question text, kind text, option integer, at bigint NOT NULL, PRIMARY KEY (exam, question, kind, option));
CREATE TABLE IF NOT EXISTS journal_position (one boolean PRIMARY KEY DEFAULT true CHECK (one), bytes bigint NOT NULL);
INSERT INTO journal_position (bytes) VALUES (0) ON CONFLICT DO NOTHING;`;

/** Number of the lock that writers share; any that nobody else takes in this database. */
const writersLock = 7_731_001;

/** Rows to write, by table. */
export type ExamRows = readonly { readonly table: ExamTable; readonly row: Readonly<Record<string, unknown>> }[];

/** What examinations keep. */
export interface ExamStore {
  readonly sql: Sql;
  /** Reads, decides and writes in one transaction; returns when what it wrote is durable. Calls run one after the other, those of other servers too. */
  write<Result>(work: (sql: Sql) => Promise<{ readonly rows: ExamRows; readonly result: Result }>): Promise<Result>;
  close(): Promise<void>;
}

/**
 * Opens the store: a folder with the embedded database and its journal, or the URL of a PostgreSQL server, which needs none. A database that is behind its journal, or
 * gone, is brought up to date from it. Errors: those of the index store, ACADEMY_EXAM_JOURNAL.
 */
export async function openExamStore(location: string): Promise<ExamStore> {
  const isServer = /^postgres(ql)?:\/\//.test(location);
  if (!isServer) mkdirSync(location, { recursive: true });
  const schema = "academy_exams";
  const store = await openIndexStore({ location: isServer ? location : join(location, "index"), schema });
  await store.run(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  await store.transaction((sql) => sql.run(script));
  const journal = isServer ? undefined : await openJournal(store, join(location, "journal"));
  return {
    sql: store,
    write: (work) =>
      store.transaction(async (sql) => {
        // Of several servers at one database one writes at a time: a first entry has no row yet that could be locked.
        if (isServer) await sql.query("SELECT pg_advisory_xact_lock($1)", [writersLock]);
        const { rows, result } = await work(sql);
        if (rows.length === 0) return result;
        await writeRows(sql, rows);
        if (journal !== undefined) {
          // Before the commit: what is in the database is in the journal. A crash in between leaves rows that nobody was told of.
          await journal.append(rows);
          await notePosition(sql, journal.sizeBytes);
        }
        return result;
      }),
    close: async () => {
      journal?.close();
      await store.close();
    },
  };
}

async function openJournal(store: IndexStore, path: string): Promise<ExamJournal> {
  const [position] = await store.query<{ bytes: number }>("SELECT bytes FROM journal_position");
  return ExamJournal.open(path, position?.bytes ?? 0, (rows, upTo) =>
    store.transaction(async (sql) => {
      await writeRows(sql, rows);
      await notePosition(sql, upTo);
    }),
  );
}

async function notePosition(sql: Sql, bytes: number): Promise<void> {
  await sql.query("UPDATE journal_position SET bytes = $1", [bytes]);
}

/** The last of several rows with the same keys counts. */
async function writeRows(sql: Sql, rows: readonly JournalRow[]): Promise<void> {
  for (const [table, { keys, columns }] of Object.entries(tables)) {
    const own = rows.filter((row) => row.table === table).map(({ row }) => row);
    if (own.length === 0) continue;
    const latest = new Map(own.map((row) => [JSON.stringify(keys.map((key) => row[key])), row]));
    await upsertRows(sql, { table, keys, columns: [...keys, ...columns] }, [...latest.values()]);
  }
}
