import assert from "node:assert/strict";
import { after, before, describe, it, test } from "node:test";
import { collectEvidence, createInstance, type Evidence, judge, type LabInstance } from "@yanta/academy";
import { createNodeTools, loadLab, loadSolutions, type LabSession, openLabSession } from "@yanta/academy/node";
import type { ReplayedChain } from "@yanta/playground/replay";
import { chosenLessons } from "./chosen-lessons.ts";
import { now, replayInstance } from "./replay-lab.ts";

const wrongSolutionsMin = 3;
const tools = createNodeTools();

/** Tests of every second lab, from the first or the second on: two files, so that two cores share them. */
export function checkLabs(share: 0 | 1): void {
  const ids = chosenLessons()
    .filter(({ hasLab }) => hasLab)
    .map(({ id }) => id)
    .filter((_, index) => index % 2 === share);
  test("labs are found by their ids", async () => {
    for (const id of ids) assert.ok((await loadLab(id)).assertions.length > 0, id);
  });
  for (const id of ids) checkLab(id);
}

function checkLab(id: string): void {
  describe(`lab ${id}`, async () => {
    const lab = await loadLab(id);
    const { solution, wrongSolutions } = await loadSolutions(id);
    const instance = createInstance(id, lab, "seed-1");
    const other = createInstance(id, lab, "seed-2");
    let session: LabSession<unknown>;
    const opened: ReplayedChain[] = [];
    /** What the wrong solutions leave behind, by what they fail. */
    const mistakes = new Map<string, Evidence<unknown>[]>();

    const evidenceOf = async (log: Uint8Array, of: LabInstance<unknown>): Promise<Evidence<unknown>> => {
      const chain = await replayInstance(log, of);
      opened.push(chain);
      return collectEvidence(chain, of, { log, tools, times: { receivedAt: now() } });
    };
    const failedBy = (evidence: Evidence<unknown>, assertions = lab.assertions): readonly string[] =>
      judge(evidence, assertions).flatMap(({ name, holds }) => (holds ? [] : [name]));

    before(async () => {
      session = await openLabSession(instance, tools);
    });
    after(async () => {
      await session.close();
      for (const chain of opened) await chain.close();
    });

    it("is solved by the reference solution, and not before", async () => {
      assert.deepEqual(failedBy(await evidenceOf(await session.solve(solution), instance)), []);
      assert.notDeepEqual(failedBy(await evidenceOf(await session.solve(async () => undefined), instance)), []);
    });

    it("is solved for another learner, whose log and answers do not pass for the first", async () => {
      const second = await openLabSession(other, tools);
      try {
        const log = await second.solve(solution);
        assert.deepEqual(failedBy(await evidenceOf(log, other)), []);
        await assert.rejects(replayInstance(log, instance), { code: "PLAYGROUND_LOG_FOREIGN" });
      } finally {
        await second.close();
      }
      assert.notDeepEqual(other.parameters, instance.parameters);
      const copied = await session.solve((bench) => solution(bench, other.parameters).catch(() => undefined));
      assert.notDeepEqual(failedBy(await evidenceOf(copied, instance)), [], "answers copied from another learner pass");
    });

    it("tells wrong solutions by what they miss", async () => {
      assert.ok(wrongSolutions.length >= wrongSolutionsMin, `${wrongSolutions.length} wrong solutions`);
      for (const { name, fails, solve } of wrongSolutions) {
        const evidence = await evidenceOf(await session.solve(solve), instance);
        assert.deepEqual(failedBy(evidence), [fails], name);
        mistakes.set(fails, [...(mistakes.get(fails) ?? []), evidence]);
      }
      assert.ok(mistakes.size >= wrongSolutionsMin, "wrong solutions that fail on too few different assertions");
    });

    it("would miss any of its assertions: a grader without it lets a wrong solution pass", () => {
      for (const { name } of lab.assertions) {
        const mutated = lab.assertions.filter((assertion) => assertion.name !== name);
        const escaped = [...mistakes.values()].flat().filter((evidence) => failedBy(evidence, mutated).length === 0);
        assert.ok(escaped.length > 0, `no wrong solution needs ${name}: without it nobody would notice`);
      }
    });

    it("says everything in both languages", () => {
      const texts = [
        lab.title,
        lab.task(instance.parameters),
        ...lab.hints(instance.parameters),
        ...lab.assertions.map(({ says }) => says),
      ];
      for (const text of texts) for (const said of [text.zh, text.en]) assert.ok(said.length > 0);
      const names = lab.assertions.map(({ name }) => name);
      assert.equal(new Set(names).size, names.length);
    });
  });
}
