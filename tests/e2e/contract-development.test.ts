import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type DevChain, startDevChain } from "../clients/start-dev-chain.ts";
import { runYanta, yantaJson } from "../support/yanta-command.ts";

/** Writing a contract with the command alone, as a person does: new, deploy, dev, on a running chain. */

const launcher = fileURLToPath(new URL("../../bin/yanta.mjs", import.meta.url));
const roundTimeoutMs = 60_000;
let dev: DevChain;
let folder: string;
let environment: Record<string, string>;

before(async () => {
  dev = await startDevChain();
  folder = mkdtempSync(join(tmpdir(), "yanta-contract-"));
  environment = { YANTA_SDK_CONFIG: dev.sdkConfigs[0] ?? "" };
  await yantaJson(["contract", "new", "book"], { folder });
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await dev.stop();
});

const source = (): string => readFileSync(join(folder, "book/assembly/index.ts"), "utf8");
const save = (text: string): void => writeFileSync(join(folder, "book/assembly/index.ts"), text);

/** The result of a command that must succeed. */
const run = async (...args: readonly string[]): Promise<Record<string, unknown>> =>
  (await yantaJson(args, { folder, environment })) as Record<string, unknown>;

/** What the chain answers; results are hex. */
async function ask(method: string, ...parameters: readonly string[]): Promise<string> {
  const { result } = await run("contract", "query", "book", method, ...parameters);
  return Buffer.from(String(result), "hex").toString();
}

async function failure(...args: readonly string[]): Promise<{ readonly code: string; readonly message: string }> {
  const { code, stderr } = await runYanta([...args, "--json"], { folder, environment });
  assert.equal(code, 1);
  return (JSON.parse(stderr) as { error: { code: string; message: string } }).error;
}

test("deploy installs, then upgrades with the next version, and the state stays", async () => {
  const first = await run("contract", "deploy", "book");
  assert.deepEqual([first["action"], first["name"], first["version"]], ["installed", "book", "1.0.0"]);
  await run("contract", "invoke", "book", "set", "key=a", "value=1");

  save(`${source()}\n/** @query */\nexport function loud(key: string): string {\n  return values.get(key) + "!";\n}\n`);
  const second = await run("contract", "deploy", "book");
  assert.deepEqual([second["action"], second["version"]], ["upgraded", "1.0.1"]);
  assert.equal(second["address"], first["address"]);
  assert.equal(await ask("loud", "key=a"), "1!");
  const third = await run("contract", "deploy", "book", "--contract-version", "2.0");
  assert.equal(third["version"], "2.0");
});

test("deploy refuses what does not compile, and the chain keeps the contract", async () => {
  const good = source();
  save(`${good}\nexport function broken(: string {}\n`);
  const { code } = await failure("contract", "deploy", "book");
  assert.match(code, /^CONTRACT_/);
  save(good);
  assert.equal(await ask("loud", "key=a"), "1!");
});

test("dev compiles, tests and deploys at each save; what fails is told and not deployed", async () => {
  const watcher = await startWatching();
  try {
    const first = await watcher.round(() => true);
    assert.deepEqual([first.passed, first.failed, first.deployed], [3, 0, "2.1"]);

    const good = source();
    save(good.replace('"entry_set"', '"entry_changed"'));
    const failing = await watcher.round(({ failed }) => failed > 0);
    assert.deepEqual([failing.failed, failing.deployed, failing.changed], [1, undefined, "assembly/index.ts"]);

    save(good.replace("function loud(key: string): string {", "function loud(key: string): string"));
    assert.match(await watcher.failureCode(), /^CONTRACT_/);
    assert.equal(await ask("loud", "key=a"), "1!");

    save(good.replace('"!"', '"?"'));
    const mended = await watcher.round(({ deployed }) => deployed !== undefined);
    assert.deepEqual([mended.passed, mended.failed], [3, 0]);
    assert.equal(await ask("loud", "key=a"), "1?");

    const tests = join(folder, "book/tests/book.test.ts");
    writeFileSync(tests, readFileSync(tests, "utf8").replace('value: "3"', 'value: "4"'));
    const last = await watcher.round(({ changed }) => changed === "tests/book.test.ts");
    assert.notEqual(last.deployed, mended.deployed);
  } finally {
    assert.equal(await watcher.stop(), 0);
  }
});

interface Round {
  readonly changed?: string;
  readonly passed: number;
  readonly failed: number;
  readonly deployed?: string;
}

/** `yanta contract dev` with its lines one by one. */
async function startWatching() {
  const child = spawn(process.execPath, [launcher, "contract", "dev", "book", "--json"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, LC_ALL: "C.UTF-8", ...environment },
  });
  const ended = once(child, "close");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const errors = createInterface({ input: child.stderr })[Symbol.asyncIterator]();
  const next = async (from: typeof lines): Promise<string> => {
    const timeout = new Promise<never>((_, reject) =>
      AbortSignal.timeout(roundTimeoutMs).addEventListener("abort", () => reject(new Error("no round came"))),
    );
    const { value, done } = await Promise.race([from.next(), timeout]);
    if (done === true) throw new Error("it ended by itself");
    return value;
  };
  return {
    /** The next round that fits: on a busy machine a save can make two. */
    round: async (fits: (round: Round) => boolean): Promise<Round> => {
      for (;;) {
        const round = JSON.parse(await next(lines)) as Round;
        if (fits(round)) return round;
      }
    },
    failureCode: async () => (JSON.parse(await next(errors)) as { error: { code: string } }).error.code,
    stop: async () => {
      child.kill("SIGINT");
      const [code] = (await ended) as [number | null];
      return code;
    },
  };
}
