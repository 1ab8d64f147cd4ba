import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { EngineProcess, parseLogLine, type EngineLogLine } from "./engine-process.ts";
import { stopTimeoutMs } from "./limits.ts";

const skip = process.platform === "win32" ? "the stand-in program is a shell script" : false;

/** A stand-in for cometbft. */
function program(t: TestContext, script: string): { readonly path: string; readonly home: string } {
  const home = mkdtempSync(join(tmpdir(), "yanta-engine-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const path = join(home, "cometbft");
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { path, home };
}

function supervise(t: TestContext, { path, home }: { readonly path: string; readonly home: string }) {
  const lines: EngineLogLine[] = [];
  const endings: string[] = [];
  const heard = new Set<() => void>();
  const tell = (): void => heard.forEach((listener) => listener());
  const engine = new EngineProcess({
    program: path,
    home,
    abciAddress: "unix:///abci",
    rpcAddress: `unix://${join(home, "rpc.sock")}`,
    onLog: (line) => (lines.push(line), tell()),
    onEnd: ({ reason }) => (endings.push(reason), tell()),
  });
  t.after(() => engine.stop());
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (holds()) resolve();
      };
      heard.add(check);
      check();
    });
  return { engine, lines, endings, until };
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test("it gets its addresses, and ends when it is asked to", { skip }, async (t) => {
  const made = program(t, 'echo "{\\"level\\":\\"info\\",\\"_msg\\":\\"args $*\\"}"; exec sleep 600');
  writeFileSync(join(made.home, "rpc.sock"), "left by a killed engine");
  const { engine, lines, until } = supervise(t, made);
  await engine.start();
  await until(() => lines.length > 0);
  assert.match(
    lines[0]?.text ?? "",
    /^args start --home \S+ --proxy_app unix:\/\/\/abci --rpc.laddr unix:\/\/\S+rpc.sock$/,
  );
  assert.equal(existsSync(join(made.home, "rpc.sock")), false);
  const pid = engine.pid ?? 0;
  assert.equal(Number(readFileSync(join(made.home, "engine.pid"), "utf8")), pid);
  await engine.stop();
  assert.equal(isAlive(pid), false);
  assert.equal(existsSync(join(made.home, "engine.pid")), false);
});

test("it is started again when it ends, and its end is told", { skip }, async (t) => {
  const { engine, endings, until } = supervise(t, program(t, "exit 3"));
  await engine.start();
  await until(() => endings.length === 2);
  assert.deepEqual(endings, ["exit code 3", "exit code 3"]);
  const failure = engine.failure();
  assert.equal(failure?.code, "ENGINE_ENDS");
  assert.match(failure.message, /exit code 3$/);
  assert.match(failure.explain("zh").message, /退出码 3$/);
});

test("it can be told to begin anew", { skip }, async (t) => {
  const { engine, endings, lines, until } = supervise(t, program(t, "echo begun; exec sleep 600"));
  await engine.start();
  await until(() => lines.length === 1);
  engine.restart();
  await until(() => lines.length === 2);
  assert.deepEqual(endings, ["signal SIGTERM"]);
});

test("a program that cannot be run is told as an end", { skip }, async (t) => {
  const made = program(t, "");
  const { engine, endings, until } = supervise(t, { ...made, path: join(made.home, "absent") });
  await engine.start();
  await until(() => endings.length > 0);
  assert.match(endings[0] ?? "", /ENOENT/);
});

test("an engine that a killed node left behind is ended first; another program is left alone", { skip }, async (t) => {
  const made = program(t, "exec sleep 600");
  const stray = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)", made.home], { stdio: "ignore" });
  const other = spawn("sleep", ["600"], { stdio: "ignore" });
  t.after(() => other.kill("SIGKILL"));
  const ended = new Promise((resolve) => stray.once("exit", (_code, signal) => resolve(signal)));
  writeFileSync(join(made.home, "engine.pid"), `${stray.pid}\n`);
  const first = supervise(t, made);
  await first.engine.start();
  assert.equal(await ended, "SIGKILL");
  await first.engine.stop();
  writeFileSync(join(made.home, "engine.pid"), `${other.pid}\n`);
  await supervise(t, made).engine.start();
  assert.equal(other.exitCode ?? other.signalCode, null);
});

test("one that hears no SIGTERM any more is ended by force, also when it is to begin anew", { skip }, async (t) => {
  const made = program(t, "trap '' TERM; echo begun; while :; do sleep 0.05; done");
  const { engine, endings, lines, until } = supervise(t, made);
  await engine.start();
  await until(() => lines.length === 1);
  t.mock.timers.enable({ apis: ["setTimeout"] });
  engine.restart();
  t.mock.timers.tick(stopTimeoutMs);
  t.mock.timers.reset();
  await until(() => lines.length === 2);
  assert.deepEqual(endings, ["signal SIGKILL"]);
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const stopped = engine.stop();
  t.mock.timers.tick(stopTimeoutMs);
  await stopped;
});

test("its last words name what holds its port or its folder", { skip }, async (t) => {
  const cases = [
    [
      "ERROR: failed to start node: listen tcp 127.0.0.1:11301: bind: address already in use",
      "ENGINE_PORT_BUSY",
      /127\.0\.0\.1:11301/,
    ],
    [
      "ERROR: failed to create node: failed to initialize database: resource temporarily unavailable",
      "ENGINE_FOLDER_BUSY",
      /yanta-engine-/,
    ],
  ] as const;
  for (const [words, code, named] of cases) {
    const { engine, endings, until } = supervise(t, program(t, `echo "${words}" >&2; exit 1`));
    await engine.start();
    await until(() => endings.length === 1);
    assert.match(endings[0] ?? "", named);
    const failure = engine.failure();
    assert.equal(failure?.code, code);
    assert.match(failure.explain("zh").message, named);
    await engine.stop();
  }
});

test("log lines are read as JSON, anything else is an error's words", () => {
  const line = '{"level":"info","module":"state","_msg":"committed","ts":"x","height":7}';
  assert.deepEqual(parseLogLine(line), { level: "info", text: "committed", fields: { module: "state", height: 7 } });
  assert.deepEqual(parseLogLine("panic: no"), { level: "error", text: "panic: no", fields: {} });
  assert.equal(parseLogLine("{not json").level, "error");
  assert.equal(parseLogLine(`{"_msg":"${"x".repeat(100_000)}"}`).text.length, 2_000);
});
