import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { roomFiles, roomsDigest } from "./rooms.ts";
import { evidenceFolder, root } from "./write-evidence.ts";

/** Long runs that must have left a record. */
const expected = ["contract-mutation", "fuzz", "kill-9"];
const casesMin = 1_000_000;
const mutantsMin = 300;
const mutantsKilledShareMin = 0.9;
const simulatedSeedsMin = 10_000;
const killsMin = 200;
const killsBetweenFsyncAndIndexMin = 30;

interface EvidenceRecord {
  readonly name: string;
  readonly command: string;
  readonly commit: string;
  readonly seed: number;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly rooms: readonly string[];
  readonly roomsDigest: string;
  readonly counts: Readonly<Record<string, unknown>>;
  readonly failures: readonly string[];
}

function readRecord(name: string): EvidenceRecord {
  return JSON.parse(readFileSync(join(root, evidenceFolder, `${name}.json`), "utf8"));
}

const names = globSync("*.json", { cwd: join(root, evidenceFolder) }).map((file) => file.replace(/\.json$/, ""));

test("every long run has a record", () => {
  assert.deepEqual(
    expected.filter((name) => !names.includes(name)),
    [],
    "run the commands of tests/evidence/README.md",
  );
});

for (const name of names) {
  test(`${name}.json is no older than the last change in the rooms it covers`, () => {
    const { rooms, roomsDigest: digest, command } = readRecord(name);
    assert.ok(rooms.length > 0);
    for (const room of rooms)
      assert.ok(roomFiles(root, [room]).length > 0, `${room} is gone: the record covers nothing there`);
    assert.equal(
      roomsDigest(root, rooms),
      digest,
      `the code below ${rooms.join(", ")} is another than that of the record: run \`${command}\` again`,
    );
  });

  test(`${name}.json says what was run, when, and that nothing failed`, () => {
    const record = readRecord(name);
    assert.equal(record.name, name);
    assert.match(record.commit, /^[0-9a-f]{40}$/);
    assert.ok(Number.isInteger(record.seed));
    assert.ok(record.command.includes(String(record.seed)), "the command repeats the run");
    assert.ok(Date.parse(record.startedAt) < Date.parse(record.endedAt));
    assert.deepEqual(record.failures, []);
  });
}

test("the kills were as many and of such kinds as we claim", { skip: !names.includes("kill-9") && "no record" }, () => {
  const { counts } = readRecord("kill-9");
  assert.ok(Number(counts["kills"]) >= killsMin);
  assert.ok(Number(counts["killsBetweenFsyncAndIndex"]) >= killsBetweenFsyncAndIndexMin);
  assert.ok(Object.keys(counts["tornTails"] ?? {}).length > 0);
  assert.ok(Number(counts["acknowledgementChecks"]) > 0);
});

test("the fuzz cases were as many as we claim", { skip: !names.includes("fuzz") && "no record" }, () => {
  const { counts } = readRecord("fuzz");
  // The shares of the targets are rounded.
  assert.ok(Number(counts["cases"]) >= casesMin - 100);
});

test("the simulated networks were as many as we claim", { skip: !names.includes("simulation") && "no record" }, () => {
  const { counts } = readRecord("simulation");
  assert.ok(Number(counts["seeds"]) >= simulatedSeedsMin);
  for (const name of ["forgedProposals", "crashesWithinCommit", "validatorChanges", "joinsBySnapshot"])
    assert.ok(Number(counts[name]) > 0, name);
  const found = Object.values(counts["plantedFaultsFoundBySeed"] ?? {});
  assert.ok(found.length > 0 && found.every(Number.isInteger), "a planted fault was not found");
});

test(
  "the contracts' tests notice as many changes as we claim",
  { skip: !names.includes("contract-mutation") && "no record" },
  () => {
    const { counts } = readRecord("contract-mutation");
    assert.ok(Number(counts["total"]) >= mutantsMin);
    assert.ok(Number(counts["killed"]) >= mutantsKilledShareMin * Number(counts["total"]));
  },
);
