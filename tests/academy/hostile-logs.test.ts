import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { createInstance, type Grade, type LabInstance } from "@yanta/academy";
import { createNodeTools, gradeLog, loadLab, loadSolutions, openLabSession } from "@yanta/academy/node";
import type { LabBench } from "@yanta/academy/lab";
import { now } from "./replay-lab.ts";

const id = "user/01-what-a-ledger-is";
const seed = "seed-1";

describe("a submitted log", () => {
  let instance: LabInstance<unknown>;
  let log: Uint8Array;
  let solve: (bench: LabBench, parameters: unknown) => Promise<void>;

  const grade = (submitted: Uint8Array, times = { receivedAt: now() }): Promise<Grade> =>
    gradeLog({ lab: id, seed, log: submitted, times });
  const codeOf = (found: Grade): string => (found.kind === "refused" ? found.code : found.kind);
  /** What a learner hands in who does something else before or after the solution. */
  const logOf = async (of: LabInstance<unknown>, other: (bench: LabBench) => Promise<void>): Promise<Uint8Array> => {
    const session = await openLabSession(of, createNodeTools());
    try {
      return await session.solve(other);
    } finally {
      await session.close();
    }
  };

  before(async () => {
    instance = createInstance(id, await loadLab(id), seed);
    solve = (await loadSolutions(id)).solution;
    log = await logOf(instance, (bench) => solve(bench, instance.parameters));
  });

  it("passes when the lab is solved, with the same hash each time", async () => {
    const [one, again] = [await grade(log), await grade(log)];
    assert.ok(one.kind === "graded" && one.passed, JSON.stringify(one.kind === "graded" ? one.results : one.message));
    assert.deepEqual(one, again);
  });

  it("is refused when it is edited, cut, no log at all or too large", async () => {
    const edited = log.slice();
    edited[log.length >> 1] = (edited[log.length >> 1] ?? 0) ^ 1;
    assert.equal(codeOf(await grade(edited)), "ACADEMY_LOG_BROKEN");
    assert.equal(codeOf(await grade(log.subarray(0, 1000))), "ACADEMY_LOG_BROKEN");
    assert.equal(codeOf(await grade(new Uint8Array(0))), "ACADEMY_LOG_BROKEN");
    assert.equal(codeOf(await grade(new Uint8Array(100_000_000))), "ACADEMY_LOG_TOO_LARGE");
    const refused = await grade(new Uint8Array(0));
    assert.ok(refused.kind === "refused" && /[一-龥]/.test(refused.message.zh) && refused.message.en.length > 20);
  });

  it("is refused when it is another learner's, another lab's, or of a chain of one's own", async () => {
    const other = createInstance(id, instance.lab, "seed-2");
    const foreign = await logOf(other, (bench) => solve(bench, other.parameters));
    assert.equal(codeOf(await grade(foreign)), "ACADEMY_LOG_FOREIGN");
    const sameSeed = createInstance("user/02-other", instance.lab, seed);
    assert.equal(codeOf(await grade(await logOf(sameSeed, async () => undefined))), "ACADEMY_LOG_FOREIGN");
  });

  it("is refused when the lab began otherwise: steps left out, of another seed, or with something in between", async () => {
    const begin = (start: LabInstance<unknown>["lab"]["start"]): LabInstance<unknown> => ({
      ...instance,
      lab: { ...instance.lab, start },
    });
    const { start } = instance.lab;
    const other = createInstance(id, instance.lab, "seed-2");
    const changed = [
      begin((parameters, addressOf) => start(parameters, addressOf).slice(0, -1)),
      begin((_, addressOf) => start(other.parameters, addressOf)),
      begin((parameters, addressOf) =>
        start(parameters, addressOf)
          .toReversed()
          .toSorted((a, b) => (a.kind === "install" ? -1 : b.kind === "install" ? 1 : 0)),
      ),
      begin((parameters, addressOf) => [
        { kind: "set-state", entries: [{ contract: "fact", key: "a", value: "b" }] },
        ...start(parameters, addressOf),
      ]),
    ];
    for (const each of changed)
      assert.equal(codeOf(await grade(await logOf(each, async () => undefined))), "ACADEMY_START_CHANGED");
  });

  it("is refused when state was set by hand or the clock moved", async () => {
    const planted = await logOf(instance, async (bench) => {
      await bench.playground.setState([{ contract: "fact", key: "fact", field: "a", value: "{}" }]);
    });
    assert.equal(codeOf(await grade(planted)), "ACADEMY_STATE_PLANTED");
    const moved = await logOf(instance, async (bench) => {
      await bench.playground.increaseTime(100_000n);
      await solve(bench, instance.parameters);
    });
    assert.equal(codeOf(await grade(moved)), "ACADEMY_CLOCK_MOVED");
    const early = { issuedAt: now() + 1_000_000n, receivedAt: now() + 2_000_000n };
    assert.equal(codeOf(await gradeLog({ lab: id, seed, log, times: early })), "ACADEMY_CLOCK_MOVED");
  });

  it("costs no more than its budget, whatever contract the learner installs", async () => {
    const endless = await logOf(instance, async (bench) => {
      bench.editor.set("loop.ts", "export function run(): void { let n: u64 = 0; while (true) n++; }");
      await bench.run("install loop 1.0");
      for (let count = 0; count < 3; count++) await bench.run("send loop run");
      await solve(bench, instance.parameters);
    });
    assert.equal(codeOf(await grade(endless)), "ACADEMY_LOG_OVER_BUDGET");
  });

  it("is for a lab that exists, and a seed that is one", async () => {
    const submit = (lab: string, ofSeed: string): Promise<Grade> =>
      gradeLog({ lab, seed: ofSeed, log, times: { receivedAt: now() } });
    for (const lab of ["", "user/99-none", "../../../etc", "user/01-what-a-ledger-is/../01-what-a-ledger-is"])
      await assert.rejects(submit(lab, seed), { code: "ACADEMY_LAB_UNKNOWN" });
    for (const ofSeed of ["", "a/b", "x".repeat(101)])
      await assert.rejects(submit(id, ofSeed), { code: "ACADEMY_SEED_INVALID" });
  });
});
