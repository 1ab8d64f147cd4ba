import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { test, type TestContext } from "node:test";

const runNodeUrl = JSON.stringify(new URL("./run-node.mjs", import.meta.url).href);

/** Starts a launcher that runs `program` in a second Node.js; both print to the launcher's output. */
function startLauncher(t: TestContext, program: string, args: readonly string[] = []): ChildProcess {
  const followed = `import { followLauncher } from ${runNodeUrl}; followLauncher(); ${program}`;
  const argv = ["--input-type=module", "--eval", followed, "--", ...args];
  const launcher = `import { runNode } from ${runNodeUrl}; runNode(process.execPath, ${JSON.stringify(argv)});`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", launcher], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill("SIGKILL"));
  return child;
}

async function firstLine(child: ChildProcess): Promise<string> {
  assert.ok(child.stdout);
  const [chunk] = (await once(child.stdout, "data")) as [Buffer];
  return chunk.toString("utf8").trim();
}

const windows = process.platform === "win32" ? "Windows has no signals" : false;

test("arguments go in and the exit code comes out", async (t) => {
  const child = startLauncher(t, "console.log(process.argv.at(-1)); process.exitCode = 7;", ["a b"]);
  assert.equal(await firstLine(child), "a b");
  assert.deepEqual(await once(child, "exit"), [7, null]);
});

test("a signal goes on to the program, which may end in its own way", { skip: windows }, async (t) => {
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    const program = `process.on("${signal}", () => { process.exit(3); }); setInterval(() => {}, 1000); console.log("up");`;
    const child = startLauncher(t, program);
    await firstLine(child);
    child.kill(signal);
    assert.deepEqual(await once(child, "exit"), [3, null], signal);
  }
});

test("a program ended by a signal ends the launcher by the same signal", { skip: windows }, async (t) => {
  const child = startLauncher(t, `process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000);`);
  assert.deepEqual(await once(child, "exit"), [null, "SIGTERM"]);
});

test("a killed launcher leaves no orphan", { skip: windows }, async (t) => {
  const child = startLauncher(t, "setInterval(() => {}, 1000); console.log(process.pid);");
  await firstLine(child);
  // The program holds the other end of the pipe: it closes only when the program is gone as well.
  const closed = once(child, "close");
  child.kill("SIGKILL");
  assert.deepEqual(await closed, [null, "SIGKILL"]);
});

test("the tie to the launcher does not keep the program alive", async (t) => {
  const child = startLauncher(t, `console.log("done");`);
  await firstLine(child);
  assert.deepEqual(await once(child, "exit"), [0, null]);
});
