import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { describe, it } from "node:test";
import { loadModule, openContractChain } from "@yanta/contract-testing";
import {
  checkCommitment,
  commitExam,
  readRevealedSeed,
  revealSeed,
} from "../../apps/academy/src/examinations/exam-anchor.ts";
import { makeExam } from "../../apps/academy/src/examinations/testing/made-exam.ts";

const cmevi = fileURLToPath(new URL("../../contracts/cmevi/build/cmevi.wasm", import.meta.url));
const seed = "5e".repeat(32);

describe("draws on a chain", () => {
  it("are committed to before and can be checked when the seed is revealed; another seed or definition is found out", async () => {
    const chain = await openContractChain();
    await chain.install("cmevi", loadModule(cmevi));
    const client = chain.client(chain.member(1, "client", "academy"));
    const opensAt = Number(chain.clock.unixSeconds()) + 3_600;
    const exam = makeExam({ opensAt, closesAt: opensAt + 3_600 });
    await assert.rejects(checkCommitment(client, exam, seed), { code: "ACADEMY_EXAM_COMMITMENT" });
    const committed = await commitExam(client, exam, seed);
    assert.deepEqual(await commitExam(client, exam, seed), committed, "twice is once");
    await assert.rejects(commitExam(client, exam, "5f".repeat(32)), { code: "ACADEMY_EXAM_COMMITMENT" });
    assert.equal(await readRevealedSeed(client, exam), undefined);
    await assert.rejects(revealSeed(client, exam, "5f".repeat(32)), { code: "ACADEMY_EXAM_COMMITMENT" });
    await revealSeed(client, exam, seed);
    assert.equal(await readRevealedSeed(client, exam), seed);
    assert.deepEqual(await checkCommitment(client, exam, seed), committed);
    await assert.rejects(checkCommitment(client, { ...exam, passPercent: 1 }, seed), {
      code: "ACADEMY_EXAM_COMMITMENT",
    });
    // One that is committed to only when it is open is worth nothing.
    const late = makeExam({ id: "late", opensAt: 1_000, closesAt: 2_000 });
    await commitExam(client, late, seed);
    await assert.rejects(checkCommitment(client, late, seed), { code: "ACADEMY_EXAM_COMMITMENT" });
  });
});
