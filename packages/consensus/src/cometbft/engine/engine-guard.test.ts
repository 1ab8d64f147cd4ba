import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { test, type TestContext } from "node:test";

const skip = process.platform === "win32" ? "there is no guard on Windows" : false;

/** A process that guards an engine's stand-in and prints its number; each line that it is told is a step. */
const node = `
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { guardEngine } from ${JSON.stringify(new URL("engine-guard.ts", import.meta.url).href)};
const engine = spawn("/bin/sh", ["-c", process.argv[1]], { stdio: ["ignore", "pipe", "ignore"], detached: true });
const guard = guardEngine(engine.pid, 1);
createInterface({ input: engine.stdout }).on("line", (line) => console.log(line, engine.pid));
createInterface({ input: process.stdin }).on("line", () => guard.release());
void guard.ended.then(() => console.log("released"));
`;

async function startNode(t: TestContext, script: string) {
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", node, script], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const heard = async (): Promise<string> => (await lines.next()).value ?? "";
  const [, engine = ""] = (await heard()).split(" ");
  const pid = Number(engine);
  t.after(() => (child.kill("SIGKILL"), isAlive(pid) && process.kill(pid, "SIGKILL")));
  return { child, heard, pid };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

function kill(child: ChildProcess): Promise<unknown> {
  child.kill("SIGKILL");
  return new Promise((resolve) => child.once("exit", resolve));
}

test(
  "an engine that hears no SIGTERM does not outlive a node that was killed",
  { skip, timeout: 60_000 },
  async (t) => {
    const { child, pid } = await startNode(t, "trap '' TERM; echo begun; while :; do sleep 0.05; done");
    await kill(child);
    await untilGone(pid);
  },
);

test("one that hears it may close its stores first", { skip, timeout: 60_000 }, async (t) => {
  const { child, pid } = await startNode(t, "trap 'sleep 0.2; exit 0' TERM; echo begun; while :; do sleep 0.05; done");
  await kill(child);
  await untilGone(pid);
});

test("a guard that was released ends nobody", { skip, timeout: 60_000 }, async (t) => {
  const { child, heard, pid } = await startNode(t, "echo begun; exec sleep 600");
  child.stdin.write("release\n");
  assert.equal(await heard(), "released");
  await kill(child);
  assert.ok(isAlive(pid));
});
