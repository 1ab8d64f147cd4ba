import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import { z } from "zod";
import { labLogBytesMax, seedLengthMax } from "../limits.ts";
import { gradeLog } from "../node/grade-log.ts";
import type { CohortDefinition } from "./cohort-definition.ts";
import { type Award, learnerSchema } from "./credential.ts";
import { certificateErrors } from "./errors.ts";
import { cohortSizeMax, regradingsAtOnceMax, rosterLineBytesMax } from "./limits.ts";

const seconds = z.string().regex(/^\d{1,12}$/);

/** One line of a roster: who, and the logs that were handed in. */
const rosterLine = z.strictObject({
  learner: learnerSchema,
  submissions: z
    .array(
      z.strictObject({
        lab: z.string().max(100),
        seed: z.string().max(seedLengthMax),
        /** File, below the roster's folder. */
        log: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/),
        /** Unix seconds by the server's clock. */
        issuedAt: seconds.optional(),
        receivedAt: seconds,
      }),
    )
    .min(1)
    .max(100),
});

type RosterLine = z.infer<typeof rosterLine>;
export type EarnedAward = Omit<Award, "index">;

export interface Roster {
  /** JSON lines. */
  readonly text: string;
  readonly folder: string;
  readonly onGraded?: (count: number) => void;
}

/**
 * Executes every submission of a roster again and gives those who earned a certificate; one that does not pass stops all. Learner and work count once.
 * Errors: ACADEMY_CERTIFICATE_LEARNER, ACADEMY_CERTIFICATE_NOT_EARNED.
 */
export async function earnAwards({ labs }: CohortDefinition, roster: Roster): Promise<readonly EarnedAward[]> {
  const lines = readRoster(roster.text);
  const works = new Map<string, number>();
  const awards: EarnedAward[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < lines.length; index = next++) {
      const line = lines[index];
      if (line === undefined) return;
      awards[index] = await gradeLine(line, { number: index + 1, labs, folder: roster.folder, works });
      roster.onGraded?.(awards.length);
    }
  };
  await Promise.all(Array.from({ length: regradingsAtOnceMax }, work));
  return awards;
}

interface LineContext {
  readonly number: number;
  readonly labs: readonly string[];
  readonly folder: string;
  /** Hashes of logs with the line that they were on. */
  readonly works: Map<string, number>;
}

async function gradeLine({ learner, submissions }: RosterLine, context: LineContext): Promise<EarnedAward> {
  const { number, labs, folder, works } = context;
  const missing = labs.find((lab) => !submissions.some((each) => each.lab === lab));
  if (missing !== undefined) throw lineError(number, `${missing}?`);
  const hashes: string[] = [];
  for (const { lab, seed, log: path, issuedAt, receivedAt } of submissions) {
    const log = readLog(join(folder, path), number);
    const hash = bytesToHex(hashBytes("SHA256", log));
    const before = works.get(hash);
    if (before !== undefined) throw lineError(number, `${path} = ${before}`);
    works.set(hash, number);
    const times = {
      receivedAt: BigInt(receivedAt),
      ...(issuedAt === undefined ? {} : { issuedAt: BigInt(issuedAt) }),
    };
    const grade = await gradeLog({ lab, seed, log, times });
    if (grade.kind === "refused") throw notEarned(number, `${lab}: ${grade.code}`);
    const failed = grade.results.find(({ holds }) => !holds);
    if (failed !== undefined) throw notEarned(number, `${lab}: ${failed.name}`);
    hashes.push(hash);
  }
  // One work is its log; several are their hashes, a line each.
  const [only, ...more] = hashes;
  const workHash = more.length === 0 ? (only ?? "") : bytesToHex(hashBytes("SHA256", utf8ToBytes(hashes.join("\n"))));
  return { uuid: randomUUID(), learner, score: "100", workHash };
}

function readRoster(text: string): readonly RosterLine[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (lines.length > cohortSizeMax) throw lineError(cohortSizeMax + 1, `> ${cohortSizeMax}`);
  const seen = new Set<string>();
  return lines.map((line, index) => {
    if (line.length > rosterLineBytesMax) throw lineError(index + 1, `> ${rosterLineBytesMax}`);
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      throw lineError(index + 1, "JSON", error);
    }
    const parsed = rosterLine.safeParse(value);
    if (!parsed.success) throw lineError(index + 1, parsed.error.issues[0]?.path.join(".") ?? "");
    if (seen.has(parsed.data.learner)) throw lineError(index + 1, parsed.data.learner);
    seen.add(parsed.data.learner);
    return parsed.data;
  });
}

function readLog(path: string, line: number): Uint8Array {
  try {
    if (statSync(path).size > labLogBytesMax) throw lineError(line, `${path} > ${labLogBytesMax}`);
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    throw lineError(line, path, error);
  }
}

function lineError(line: number, reason: string, cause?: unknown): Error {
  return certificateErrors.create("ACADEMY_CERTIFICATE_LEARNER", { line, reason }, cause);
}

function notEarned(line: number, reason: string): Error {
  return certificateErrors.create("ACADEMY_CERTIFICATE_NOT_EARNED", { line, reason });
}
