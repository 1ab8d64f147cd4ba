import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commitmentOf, type DrawnPaper, drawPaper } from "./draw-paper.ts";
import { examErrors } from "./errors.ts";
import { candidateSchema, type Exam, readExam } from "./exam.ts";
import { papersMax, rosterMax } from "./limits.ts";

const names = {
  exam: "exam.json",
  seed: "seed.secret",
  roster: "roster.json",
  codes: "codes.csv",
  sessions: "sessions.secret",
  examiner: "examiner.secret",
} as const;

/** No letters that look like others: 16 of them are 80 bits. */
const codeLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** An examination as its folder has it. */
export interface OpenedExam {
  readonly exam: Exam;
  /** 64 hex digits; secret until nobody writes any more. */
  readonly seed: string;
  readonly commitment: string;
  /** Whether this code admits this candidate. */
  admits(candidate: string, code: string): boolean;
  isCandidate(candidate: string): boolean;
  /** The candidate's paper; the latest ones are remembered. */
  paperOf(candidate: string): DrawnPaper;
  /** What a candidate's page shows for itself from now on. */
  sessionOf(candidate: string, generation: number): string;
  /** Undefined when it is no session of this examination. */
  readSession(session: string): { readonly candidate: string; readonly generation: number } | undefined;
  isExaminer(token: string): boolean;
}

/** Makes the folder: seed, secrets and admission codes. `codes.csv` is for the tickets and goes away from the server. Errors: ACADEMY_EXAM_INVALID. */
export function createExamFolder(folder: string, exam: Exam, candidates: readonly string[]): void {
  const refuse = (file: string, reason: string): Error => examErrors.create("ACADEMY_EXAM_INVALID", { file, reason });
  if (existsSync(join(folder, names.exam))) throw refuse(folder, names.exam);
  if (candidates.length === 0 || candidates.length > rosterMax) throw refuse("candidates", String(candidates.length));
  if (new Set(candidates).size < candidates.length) throw refuse("candidates", "a candidate is there twice");
  const strange = candidates.find((candidate) => !candidateSchema.safeParse(candidate).success);
  if (strange !== undefined) throw refuse("candidates", strange.slice(0, 100));
  mkdirSync(folder, { recursive: true });
  const codes = candidates.map((candidate) => [candidate, createCode()] as const);
  const roster = Object.fromEntries(codes.map(([candidate, code]) => [candidate, hashCode(candidate, code)]));
  const save = (name: string, text: string): void =>
    writeFileSync(join(folder, name), text, { mode: 0o600, flag: "wx" });
  save(names.exam, `${JSON.stringify(exam, undefined, 1)}\n`);
  save(names.roster, `${JSON.stringify(roster)}\n`);
  save(names.codes, codes.map(([candidate, code]) => `${candidate},${code}\n`).join(""));
  for (const name of [names.seed, names.sessions, names.examiner]) save(name, `${randomBytes(32).toString("hex")}\n`);
}

/** Errors: ACADEMY_EXAM_INVALID. */
export function openExamFolder(folder: string): OpenedExam {
  const read = (name: string): string => {
    try {
      return readFileSync(join(folder, name), "utf8").trim();
    } catch (error) {
      throw examErrors.create("ACADEMY_EXAM_INVALID", { file: join(folder, name), reason: String(error) }, error);
    }
  };
  const exam = readExam(read(names.exam), join(folder, names.exam));
  const roster = new Map(Object.entries(JSON.parse(read(names.roster)) as Readonly<Record<string, string>>));
  const [sessionKey, examiner] = [Buffer.from(read(names.sessions), "hex"), read(names.examiner)];
  const macOf = (candidate: string, generation: number): string =>
    createHmac("sha256", sessionKey).update(`${exam.id}\n${candidate}\n${generation}`).digest("base64url");
  const seed = read(names.seed);
  const papers = new Map<string, DrawnPaper>();
  return {
    exam,
    seed,
    commitment: commitmentOf(exam, seed),
    admits: (candidate, code) => isSame(roster.get(candidate) ?? "", hashCode(candidate, code)),
    isCandidate: (candidate) => roster.has(candidate),
    paperOf: (candidate) => {
      const known = papers.get(candidate);
      if (known !== undefined) return known;
      if (papers.size >= papersMax) papers.clear();
      const paper = drawPaper(exam, seed, candidate);
      papers.set(candidate, paper);
      return paper;
    },
    sessionOf: (candidate, generation) =>
      `${Buffer.from(candidate).toString("base64url")}.${generation}.${macOf(candidate, generation)}`,
    readSession: (session) => {
      const [name = "", digits = "", mac = ""] = session.split(".");
      const [candidate, generation] = [Buffer.from(name, "base64url").toString("utf8"), Number(digits)];
      return isSame(mac, macOf(candidate, generation)) ? { candidate, generation } : undefined;
    },
    isExaminer: (token) => isSame(token, examiner),
  };
}

function createCode(): string {
  const letters = [...randomBytes(16)].map((byte) => codeLetters[byte % codeLetters.length]).join("");
  return letters.replaceAll(/(.{4})(?=.)/g, "$1-");
}

/** The code is random, so one hash is enough; small letters and hyphens do not matter on a phone. */
function hashCode(candidate: string, code: string): string {
  const letters = code.toUpperCase().replaceAll(/[^A-Z0-9]/g, "");
  return createHash("sha256").update(`${candidate}\n${letters}`).digest("hex");
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
