import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { runYanta, yantaJson } from "../support/yanta-command.ts";

const engine = setUpTool("cometbft");
const launcher = fileURLToPath(new URL("../../bin/yanta.mjs", import.meta.url));

interface Line {
  readonly event?: string;
  readonly node?: string;
  readonly nodes?: readonly { readonly pid: number }[];
  readonly sdkConfig?: string;
}

/** `yanta up` with JSON lines that can be waited for, one by one. */
function startUp(t: TestContext, folder: string, environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [launcher, "up", "--nodes", "1", "--port", "0", "--dir", "n", "--json"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  t.after(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (what: string): Promise<Line> => {
    const line = await lines.next();
    if (line.done === true) throw new Error(`${what}: it ended\n${stderr}`);
    return JSON.parse(line.value) as Line;
  };
  return { child, ended, next };
}

test(
  "up --nodes serves when its engines have agreed, starts a dead node again, and runs once",
  { skip: engine.skip },
  async (t) => {
    if (engine.kind === "missing") return;
    const folder = mkdtempSync(join(tmpdir(), "yanta-up-"));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const environment = { YANTA_COMETBFT: engine.path };
    const up = startUp(t, folder, environment);
    const { nodes, sdkConfig } = await up.next("serving");
    const [node] = nodes ?? [];
    assert.ok(node !== undefined && sdkConfig !== undefined);
    const status = async () =>
      (await yantaJson(["network", "status", "--sdk-config", sdkConfig], { folder })) as readonly {
        readonly problem?: string;
        readonly engine?: { readonly engineHeight: number };
      }[];
    const [first] = await status();
    assert.equal(first?.problem, undefined);
    assert.ok((first?.engine?.engineHeight ?? 0) > 0);

    const log = join(folder, "n/node1/node.log");
    writeFileSync(log, `${readFileSync(log, "utf8")}a line of this run\n`);
    const again = (...argv: string[]) =>
      runYanta(["up", "--nodes", "1", "--dir", "n", "--json", ...argv], { folder, environment });
    assert.match((await again()).stderr, /CLI_NETWORK_PORT_IN_USE/);
    assert.match((await again("--port", "19999")).stderr, /CLI_NETWORK_PORTS_FIXED/);

    process.kill(node.pid, "SIGKILL");
    assert.deepEqual(await up.next("its end"), { event: "ended", node: "node1", reason: "signal SIGKILL" });
    // Its ports are free now, and still nobody else may have the folder.
    assert.match((await again()).stderr, /CLI_NETWORK_(RUNNING|PORT_IN_USE)/);
    assert.deepEqual(await up.next("its return"), { event: "serves", node: "node1" });
    assert.match(readFileSync(log, "utf8"), /a line of this run/);
    up.child.kill("SIGTERM");
    assert.equal(await up.ended, 0);
  },
);
