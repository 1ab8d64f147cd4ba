import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { ExamJournal, type JournalRow } from "./exam-journal.ts";
import { GroupWriter } from "./group-writer.ts";

const folder = mkdtempSync(join(tmpdir(), "exam-journal-"));
const path = join(folder, "journal");
const row = (value: string): JournalRow => ({ table: "answers", row: { value } });

async function readAll(from = 0): Promise<{ readonly rows: readonly string[]; readonly journal: ExamJournal }> {
  const rows: string[] = [];
  const journal = await ExamJournal.open(
    path,
    from,
    async (read) => void rows.push(...read.map(({ row: { value } }) => String(value))),
  );
  return { rows, journal };
}

async function writeThree(): Promise<void> {
  rmSync(path, { force: true });
  const { journal } = await readAll();
  await journal.append([row("one"), row("zwei 二\n")]);
  await journal.append([row("three")]);
  journal.close();
}

describe("the journal of examinations", () => {
  after(() => rmSync(folder, { recursive: true }));

  it("gives back what was written, from any line on", async () => {
    await writeThree();
    const { rows, journal } = await readAll();
    assert.deepEqual(rows, ["one", "zwei 二\n", "three"]);
    assert.equal(journal.sizeBytes, readFileSync(path).length);
    journal.close();
    const third = await readAll(readFileSync(path).lastIndexOf("\n", -2) + 1);
    assert.deepEqual(third.rows, ["three"]);
    third.journal.close();
  });

  it("drops a torn last line at any cut, and goes on after it", async () => {
    await writeThree();
    const whole = readFileSync(path);
    const lastLine = whole.lastIndexOf("\n", whole.length - 2) + 1;
    for (const cut of [lastLine + 1, lastLine + 9, lastLine + 20, whole.length - 1]) {
      writeFileSync(path, whole.subarray(0, cut));
      const torn = await readAll();
      assert.deepEqual(torn.rows, ["one", "zwei 二\n"]);
      await torn.journal.append([row("four")]);
      torn.journal.close();
      const { rows, journal } = await readAll();
      assert.deepEqual(rows, ["one", "zwei 二\n", "four"]);
      journal.close();
    }
    await writeThree();
    appendFileSync(path, Buffer.concat([Buffer.alloc(40), Buffer.from("\n\0\0")]));
    const zeros = await readAll();
    assert.deepEqual(zeros.rows, ["one", "zwei 二\n", "three"]);
    zeros.journal.close();
  });

  it("is refused when a line in its middle was changed", async () => {
    await writeThree();
    const bytes = readFileSync(path);
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    await assert.rejects(readAll(), { code: "ACADEMY_EXAM_JOURNAL" });
    truncateSync(path, 0);
  });
});

describe("a group writer", () => {
  it("handles what comes while it writes in one next group, and gives each its own answer or refusal", async () => {
    const groups: number[] = [];
    const writer = new GroupWriter<number, number>(async (requests) => {
      groups.push(requests.length);
      await new Promise((resolve) => setImmediate(resolve));
      return requests.map((request) =>
        request % 5 === 4 ? { refusal: new Error(String(request)) } : { answer: request * 2 },
      );
    });
    const first = writer.run(0);
    await new Promise((resolve) => queueMicrotask(() => resolve(undefined)));
    const rest = await Promise.allSettled(Array.from({ length: 9 }, (_, at) => writer.run(at + 1)));
    assert.equal(await first, 0);
    assert.deepEqual(
      rest.map((each) => (each.status === "fulfilled" ? each.value : "no")),
      [2, 4, 6, "no", 10, 12, 14, 16, "no"],
    );
    assert.equal(
      groups.reduce((sum, count) => sum + count, 0),
      10,
    );
    assert.ok(groups.length <= 2, String(groups));
    await writer.idle();
  });

  it("fails a whole group when it cannot be written, and goes on", async () => {
    let isBroken = true;
    const writer = new GroupWriter<number, number>(async (requests) => {
      if (isBroken) throw new Error("disk");
      return requests.map((answer) => ({ answer }));
    });
    await assert.rejects(writer.run(1), /disk/);
    isBroken = false;
    assert.equal(await writer.run(2), 2);
  });
});
