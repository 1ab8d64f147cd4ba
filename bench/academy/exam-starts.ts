/**
 * Distinct candidates start an examination within some seconds: each authenticates, is drawn a paper, has its attempt written durably, then saves an answer.
 *
 * `node bench/academy/exam-starts.ts [--candidates 5000] [--seconds 10] [--kill]`: `--kill` ends the server with SIGKILL in the middle and starts it again.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createExamFolder } from "../../apps/academy/src/examinations/exam-folder.ts";
import { openExamStore } from "../../apps/academy/src/examinations/exam-store.ts";
import { makeExam, makeQuestion } from "../../apps/academy/src/examinations/testing/made-exam.ts";
import { findFreePorts } from "../../packages/cli/src/network/free-ports.ts";
import { cpuOf, describeMachine, readLoad } from "../system/machine.ts";

const { values } = parseArgs({
  options: {
    candidates: { type: "string", default: "5000" },
    seconds: { type: "string", default: "10" },
    kill: { type: "boolean", default: false },
  },
});
const root = fileURLToPath(new URL("../../", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "yanta-bench-exam-"));
const folder = join(home, "bench");
const store = join(home, "store");
const children = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(home, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const opensAt = Math.floor(Date.now() / 1000) - 60;
const questions = Array.from({ length: 60 }, (_, at) => makeQuestion(`q-${at}`));
const exam = makeExam({
  id: "bench",
  opensAt,
  closesAt: opensAt + 7_200,
  sections: [{ title: { zh: "一", en: "one" }, questions, draw: 16 }],
});
const candidates = Array.from({ length: Number(values.candidates) }, (_, at) => `candidate-${at}`);
createExamFolder(folder, exam, candidates);
const [port] = await findFreePorts(1);
let server = await startServer();
const before = readLoad();
const generator = spawn(
  process.execPath,
  [
    join(root, "bench/academy/exam-generator.ts"),
    `http://127.0.0.1:${port}/`,
    join(folder, "codes.csv"),
    join(home, "acknowledged.json"),
    values.seconds,
  ],
  { stdio: ["ignore", "pipe", "inherit"] },
);
children.add(generator);
const output: Buffer[] = [];
generator.stdout.on("data", (chunk: Buffer) => output.push(chunk));
const done = new Promise((resolve) => generator.once("close", resolve));
let killedMs = 0;
// What building the pages cost is not counted.
let serverCpuSeconds = -cpuSecondsOf(server);
if (values.kill) {
  await new Promise((resolve) => setTimeout(resolve, Number(values.seconds) * 500));
  serverCpuSeconds += cpuSecondsOf(server);
  const from = performance.now();
  await stop(server, "SIGKILL");
  const starting = startServer();
  // Examinations answer before the pages are built.
  while (!(await answers())) await new Promise((resolve) => setTimeout(resolve, 100));
  killedMs = Math.round(performance.now() - from);
  server = await starting;
}
await done;
serverCpuSeconds += cpuSecondsOf(server);
await stop(server, "SIGKILL");
const results = {
  ...(JSON.parse(Buffer.concat(output).toString("utf8")) as object),
  serverCpuSeconds: Math.round(serverCpuSeconds * 10) / 10,
  killed: values.kill ? { outOfServiceMs: killedMs } : undefined,
  ...(await checkStore()),
  load: { before, after: readLoad() },
};
process.stdout.write(`${JSON.stringify(results, undefined, 1)}\n`);
const machine = describeMachine(root);
const file = join(
  root,
  "bench/results",
  `academy-exam-${machine.date.slice(0, 19).replaceAll(":", "")}-${machine.commit}.json`,
);
mkdirSync(join(root, "bench/results"), { recursive: true });
writeFileSync(file, `${JSON.stringify({ machine, results }, undefined, 1)}\n`);
process.stdout.write(`${file}\n`);

/** The command that people run. */
async function startServer(): Promise<ChildProcess> {
  const flags = ["serve", "--exams", home, "--store", store, "--port", String(port), "--lang", "en"];
  const child = spawn(process.execPath, [join(root, "apps/academy/yanta-academy.mjs"), ...flags], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith("academy")) return child;
  throw new Error("the server ended");
}

function answers(): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/api/v1/exams`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.kill(signal);
  await ended;
  children.delete(child);
}

function cpuSecondsOf({ pid }: ChildProcess): number {
  return cpuOf(pid ?? 0) / 1e6;
}

/** Everything that was acknowledged is there, after a last SIGKILL. */
async function checkStore(): Promise<{ readonly acknowledged: number; readonly missing: number }> {
  const acknowledged = JSON.parse(readFileSync(join(home, "acknowledged.json"), "utf8")) as readonly {
    readonly candidate: string;
    readonly question: string;
    readonly choice: number;
  }[];
  const opened = await openExamStore(store);
  const rows = await opened.sql.query<{ candidate: string; question: string; choice: number }>(
    "SELECT a.candidate, question, choice FROM attempts a JOIN answers USING (exam, candidate)",
  );
  await opened.close();
  const kept = new Set(rows.map(({ candidate, question, choice }) => `${candidate} ${question} ${choice}`));
  const missing = acknowledged.filter(
    ({ candidate, question, choice }) => !kept.has(`${candidate} ${question} ${choice}`),
  );
  return { acknowledged: acknowledged.length, missing: missing.length };
}
