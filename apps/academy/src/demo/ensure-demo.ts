import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  createCertificateSigner,
  installContract,
  listContracts,
  loadClient,
  type Client,
  type Signer,
} from "@yanta/sdk";
import { commitExam } from "../examinations/exam-anchor.ts";
import { createExamFolder, openExamFolder } from "../examinations/exam-folder.ts";
import type { Exam } from "../examinations/exam.ts";
import { questionsOfLessons } from "../examinations/lesson-bank.ts";
import type { LocalText } from "../local-text.ts";
import { coursesFolder } from "../node/courses-folder.ts";
import { loadCourses } from "../node/load-courses.ts";
import { readShelf } from "../node/shelf.ts";

export interface DemoOptions {
  /** Folder of a development chain that runs. */
  readonly folder: string;
  readonly note: (words: LocalText) => void;
}

/** From the commitment on the chain to the opening. */
const openingSeconds = 5;
const monthSeconds = 30 * 86_400;
const candidates: readonly string[] = ["guest-1", "guest-2", "guest-3"];

/** Makes a practice examination of the lessons' questions, committed to on the chain, when there is none; gives the folder of examinations. */
export async function ensureDemo({ folder, note }: DemoOptions): Promise<string> {
  const exams = join(folder, "academy", "exams");
  const practice = join(exams, "practice");
  const client = loadClient(join(folder, "sdk_config.yml"));
  try {
    await ensureEvidence(client, folder);
    if (!existsSync(join(practice, "exam.json"))) createExamFolder(practice, practiceExam(client.nowMs()), candidates);
    const { exam, seed } = openExamFolder(practice);
    await commitExam(client, exam, seed);
  } finally {
    client.transport.close();
  }
  const codes = readFileSync(join(practice, "codes.csv"), "utf8").trim().replaceAll("\n", "  ");
  note({ en: `practice examination, candidates and codes: ${codes}`, zh: `练习考试的考生号与准考码：${codes}` });
  return exams;
}

function practiceExam(nowMs: number): Exam {
  const opensAt = Math.floor(nowMs / 1000) + openingSeconds;
  const { paths } = loadCourses(coursesFolder);
  const questions = [...questionsOfLessons(paths, [])];
  return {
    id: "practice",
    title: { zh: "练习考试", en: "Practice examination" },
    opensAt,
    closesAt: opensAt + monthSeconds,
    minutes: 30,
    graceSeconds: 300,
    passPercent: 60,
    sections: [{ title: { zh: "选择题", en: "Questions" }, questions, draw: Math.min(10, questions.length) }],
    tasks: [{ lab: "user/01-what-a-ledger-is", points: 5 }],
  };
}

/** The contract that holds evidence. */
async function ensureEvidence(client: Client, folder: string): Promise<void> {
  if ((await listContracts(client)).some(({ name }) => name === "cmevi")) return;
  const bytecode = (await readShelf("cmevi")) ?? new Uint8Array(0);
  await installContract(client, {
    name: "cmevi",
    version: "1.0",
    runtime: "WASMER",
    bytecode,
    endorsers: adminsOf(folder),
  });
}

/** Administrators of the chain's organisations whose keys are there: it is a development chain. */
function adminsOf(folder: string): readonly Signer[] {
  const config = join(folder, "crypto-config");
  return readdirSync(config).flatMap((orgId) => {
    const file = join(config, orgId, "user", "admin1", "admin1.sign");
    if (!existsSync(`${file}.key`)) return [];
    const [certificatePem, privateKeyPem] = [readFileSync(`${file}.crt`, "utf8"), readFileSync(`${file}.key`, "utf8")];
    return [createCertificateSigner({ orgId, certificatePem, privateKeyPem })];
  });
}
