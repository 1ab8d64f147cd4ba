import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { engineVersion } from "@yanta/consensus/engine";
import { runYanta } from "../support/yanta-command.ts";

const guide = (language: string): string =>
  readFileSync(new URL(`../../docs/guide/${language}/several-organisations.md`, import.meta.url), "utf8");

/** What the guide has a reader write into a file. */
function fileOf(language: string, name: string): string {
  const match = new RegExp(`^cat > ${name} <<'END'\\n([^]*?)^END$`, "m").exec(guide(language));
  assert.ok(match?.[1] !== undefined, `${language}: the guide writes no ${name}`);
  return match[1];
}

const unit = fileOf("en", "yanta.service");
const container = fileOf("en", "Containerfile");

/** Values of a key, in their order. */
const valuesOf = (key: string): readonly string[] =>
  [...unit.matchAll(new RegExp(`^${key}=(.*)$`, "gm"))].map(([, value]) => value ?? "");

test("both languages have the same files", () => {
  assert.equal(fileOf("zh", "yanta.service"), unit);
  assert.equal(fileOf("zh", "Containerfile"), container);
});

const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;

test("systemd takes the unit", { skip: hasSystemd ? false : "systemd-analyze is not here" }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), "yanta-unit-"));
  t.after(() => rmSync(folder, { recursive: true }));
  // The programs need only be there.
  mkdirSync(join(folder, "bin"));
  for (const name of ["yanta", "cometbft"]) {
    writeFileSync(join(folder, "bin", name), "#!/bin/sh\n");
    chmodSync(join(folder, "bin", name), 0o755);
  }
  const file = join(folder, "yanta.service");
  writeFileSync(file, unit.replaceAll("/usr/local/bin/", `${join(folder, "bin")}/`));
  const { status, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", file], { encoding: "utf8" });
  const own = stderr.split("\n").filter((line) => line.includes("yanta.service"));
  assert.deepEqual([status, own], [0, []], stderr);
});

test("the unit gives a node time to end, and lets it write where it lives", () => {
  const [start] = valuesOf("ExecStart");
  assert.equal(start, "/usr/local/bin/yanta start --config chainmaker.yml");
  // A node's own limit is 40 s (`run-nodes.ts`).
  assert.ok(Number(valuesOf("TimeoutStopSec")[0]) > 40);
  assert.deepEqual(valuesOf("ReadWritePaths"), valuesOf("WorkingDirectory"));
  assert.deepEqual(valuesOf("KillMode"), ["mixed"]);
  assert.match(valuesOf("Environment")[0] ?? "", /^YANTA_COMETBFT=\/\S+\/cometbft$/);
});

test("the container has the engine that Yanta drives where Yanta looks for it, and starts a command that there is", async () => {
  assert.ok(container.includes(`go install github.com/cometbft/cometbft/cmd/cometbft@v${engineVersion}\n`));
  assert.match(container, /^COPY --from=engine \/go\/bin\/cometbft \/usr\/local\/bin\/cometbft$/m);
  assert.match(container, /^FROM golang:\S+ AS engine$/m);
  assert.match(container, /^FROM node:24-slim$/m);
  assert.match(container, /^STOPSIGNAL SIGTERM$/m);
  const [, user] = /useradd --create-home (\w+)$/m.exec(container) ?? [];
  assert.match(container, new RegExp(`^USER ${user}$`, "m"));
  const [, entry] = /^ENTRYPOINT (\[.*\])$/m.exec(container) ?? [];
  const [program, command, flag]: readonly string[] = JSON.parse(entry ?? "[]");
  assert.equal(program, "yanta");
  const { code, stdout } = await runYanta([command ?? "", "--help"], { folder: tmpdir() });
  assert.equal(code, 0);
  assert.ok(stdout.includes(flag ?? "?"), stdout);
});
