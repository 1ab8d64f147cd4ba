import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { missingTool } from "../../tools/tests/missing-tool.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const callsMin = 250;

const hasGo = spawnSync("go", ["version"]).status === 0;
const skip = hasGo ? false : missingTool("go", "install Go 1.21 or newer with a C compiler");

interface Recording {
  modules: Record<string, string>;
  calls: { contract: string; result: string }[];
}

describe("our contracts in wasmer-go v1.0.4, the engine of ChainMaker's runtime WASMER", { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), "yanta-wasmer-go-"));
  const host = join(root, ".cache/wasmer-go-host");
  after(() => rmSync(folder, { recursive: true }));

  it("the host is built", () => {
    mkdirSync(join(root, ".cache"), { recursive: true });
    execFileSync("go", ["build", "-o", host, "."], { cwd: join(root, "tests/wasmer-go/host"), stdio: "pipe" });
  });

  it("every call of the contracts' tests ends as on our own engine", () => {
    const tests = globSync("contracts/*/tests/*.test.ts", { cwd: root });
    execFileSync(process.execPath, ["--test", "--test-isolation=none", ...tests], {
      cwd: root,
      stdio: "pipe",
      env: { ...process.env, YANTA_CONTRACT_RECORDINGS: folder, NODE_TEST_CONTEXT: undefined },
    });
    const repeated = spawnSync(host, recordings(), { encoding: "utf8" });
    assert.equal(repeated.status, 0, repeated.stdout);
    const [, calls, modules] = /^(\d+) calls of (\d+) modules, 0 differences$/m.exec(repeated.stdout) ?? [];
    assert.ok(Number(calls) >= callsMin, repeated.stdout);
    assert.equal(Number(modules), globSync("contracts/*/assembly/index.ts", { cwd: root }).length);
  });

  it("what ran there is what lies in the contracts' build folders", () => {
    const ran = new Set(readRecordings().flatMap(({ modules }) => Object.keys(modules)));
    for (const path of globSync("contracts/*/build/*.wasm", { cwd: root })) {
      const hash = createHash("sha256")
        .update(readFileSync(join(root, path)))
        .digest("hex");
      assert.ok(
        ran.has(hash),
        `${basename(path)} is older than its source: run \`yanta contract build\` in its folder`,
      );
    }
  });

  it("a difference is found", () => {
    const changed = readRecordings();
    const call = changed.flatMap(({ calls }) => calls).find(({ result }) => result !== "");
    assert.ok(call);
    call.result = Buffer.from("something else").toString("base64");
    const path = join(folder, "changed.json");
    writeFileSync(path, JSON.stringify(changed));
    const repeated = spawnSync(host, [path], { encoding: "utf8" });
    rmSync(path);
    assert.equal(repeated.status, 1);
    assert.match(repeated.stdout, /DIFFERENT .*result/);
  });

  function recordings(): string[] {
    return globSync("*.json", { cwd: folder }).map((name) => join(folder, name));
  }

  function readRecordings(): Recording[] {
    return recordings().flatMap((path) => JSON.parse(readFileSync(path, "utf8")) as Recording[]);
  }
});
