/**
 * Candidates who all start within some seconds, each on a connection of their own: enters, then saves one answer. Says by JSON on standard output what came of it; what was
 * acknowledged goes to a file. Run by `exam-starts.ts`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";

const [address = "", codesFile = "", ackFile = "", seconds = "10"] = process.argv.slice(2);
/** A candidate's page tries again so long. */
const patienceMs = 120_000;
const retryMs = 300;

interface Acknowledged {
  readonly candidate: string;
  readonly question: string;
  readonly choice: number;
}

const codes = readFileSync(codesFile, "utf8")
  .trim()
  .split("\n")
  .map((line) => line.split(","));
const startMs: number[] = [];
const saveMs: number[] = [];
const acknowledged: Acknowledged[] = [];
let retries = 0;
let lost = 0;

const began = performance.now();
await Promise.all(
  codes.map(([candidate = "", code = ""], at) => sit(candidate, code, (at * Number(seconds) * 1000) / codes.length)),
);
const { user, system } = process.cpuUsage();
writeFileSync(ackFile, JSON.stringify(acknowledged));
process.stdout.write(
  JSON.stringify({
    candidates: codes.length,
    lost,
    retries,
    seconds: (performance.now() - began) / 1000,
    start: describe(startMs),
    save: describe(saveMs),
    generatorCpuSeconds: (user + system) / 1e6,
  }),
);

/** Latencies count from the planned time, so a generator that is late makes them longer. */
async function sit(candidate: string, code: string, plannedMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, plannedMs));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const entered = await patiently(() => send(agent, { method: "POST", path: "/entries", body: { candidate, code } }));
    startMs.push(performance.now() - began - plannedMs);
    const { session, paper } = entered as { session: string; paper: { questions: readonly { id: string }[] } };
    const question = paper.questions[0]?.id ?? "";
    const choice = candidate.length % 3;
    const savedFrom = performance.now();
    await patiently(() =>
      send(agent, { method: "PUT", path: "/answers", session, body: { revision: 1, answers: [{ question, choice }] } }),
    );
    saveMs.push(performance.now() - savedFrom);
    acknowledged.push({ candidate, question, choice });
  } catch {
    lost++;
  } finally {
    agent.destroy();
  }
}

async function patiently<Value>(work: () => Promise<Value>): Promise<Value> {
  const until = performance.now() + patienceMs;
  for (;;)
    try {
      return await work();
    } catch (error) {
      if (performance.now() > until) throw error;
      retries++;
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly session?: string;
  readonly body: object;
}

function send(agent: Agent, { method, path, session, body }: Call): Promise<unknown> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const headers = {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
      ...(session === undefined ? {} : { authorization: `Bearer ${session}` }),
    };
    const call = request(`${address}api/v1/exams/bench${path}`, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const answer = Buffer.concat(chunks).toString("utf8");
        if (response.statusCode === 200) resolve(JSON.parse(answer));
        else reject(new Error(`${response.statusCode} ${answer}`));
      });
    });
    call.on("error", reject);
    call.end(text);
  });
}

function describe(times: readonly number[]) {
  const sorted = times.toSorted((a, b) => a - b);
  const [p50, p95, max] = [0.5, 0.95, 1].map((part) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0),
  );
  return { p50, p95, max };
}
