import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ExamDesk } from "../../apps/academy/src/examinations/exam-desk.ts";
import { type ExamStore, openExamStore } from "../../apps/academy/src/examinations/exam-store.ts";
import { makeExam } from "../../apps/academy/src/examinations/testing/made-exam.ts";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { type PostgresServer, startPostgres } from "../support/postgres-server.ts";

const tool = setUpTool("postgres");
const exam = makeExam();
const now = exam.opensAt;

describe("examinations on a PostgreSQL server", { skip: tool.skip }, () => {
  let server: PostgresServer | undefined;
  let store: ExamStore;

  before(async () => {
    assert.ok(tool.kind !== "missing");
    server = await startPostgres(tool.path, []);
    store = await openExamStore(server.url);
  });

  after(async () => {
    await store.close();
    await server?.stop();
  });

  it("are kept as in a folder: hundreds enter and save at once, repeat themselves, enter again", async () => {
    const desk = new ExamDesk(store, () => now);
    const candidates = Array.from({ length: 300 }, (_, at) => `c${at}`);
    const entered = await Promise.all(candidates.map((candidate) => desk.take({ kind: "enter", exam, candidate })));
    assert.ok(entered.every(({ attempt }) => attempt.deadline === now + 1_800 && attempt.generation === 1));
    const save = (candidate: string) => {
      const answers = [{ question: "a-1", choice: 2 }];
      return desk.take({ kind: "save", exam, candidate, generation: 1, revision: 1, answers });
    };
    for (const round of [1, 2]) {
      const saved = await Promise.all(candidates.map(save));
      assert.ok(
        saved.every(({ attempt }) => attempt.revision === 1),
        String(round),
      );
    }
    const again = await desk.take({ kind: "enter", exam, candidate: "c7" });
    assert.deepEqual([again.attempt.generation, again.answers], [2, [{ question: "a-1", choice: 2 }]]);
    await assert.rejects(save("c7"), { code: "ACADEMY_EXAM_SUPERSEDED" });
    await desk.take({ kind: "submit", exam, candidate: "c7", generation: 2 });
    await desk.idle();
    const [count] = await store.sql.query<{ count: number }>("SELECT count(*)::int AS count FROM answers");
    assert.equal(count?.count, 300);
  });

  it("let several servers at one database take entries: each entry has its own number", async () => {
    const other = await openExamStore(server?.url ?? "");
    const desks = [new ExamDesk(store, () => now), new ExamDesk(other, () => now)];
    const candidates = Array.from({ length: 60 }, (_, at) => `twice-${at}`);
    const entries = await Promise.all(
      candidates.flatMap((candidate) => desks.map((desk) => desk.take({ kind: "enter", exam, candidate }))),
    );
    const generations = Map.groupBy(entries, ({ attempt }) => attempt.candidate);
    for (const [candidate, both] of generations)
      assert.deepEqual(
        both.map(({ attempt }) => attempt.generation).toSorted((a, b) => a - b),
        [1, 2],
        candidate,
      );
    await other.close();
  });
});
