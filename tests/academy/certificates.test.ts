import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { createInstance } from "@yanta/academy";
import { createNodeTools, loadLab, loadSolutions, openLabSession } from "@yanta/academy/node";
import { runAcademy } from "../../apps/academy/src/command/program.ts";
import { type AnchoredCohort, makeAnchoredCohort } from "../support/anchored-cohort.ts";

const lab = "user/01-what-a-ledger-is";
const learner = `urn:yanta:learner:${"ab".repeat(16)}`;

async function run(...argv: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
  let out = "";
  const stream = { write: (text: string) => void (out += text) };
  const streams = { out: stream, err: stream };
  const code = await runAcademy(["certificates", ...argv, "--lang", "en"], streams, new AbortController().signal);
  return { code, out };
}

describe("certificates", () => {
  let made: AnchoredCohort;
  const at = (name: string): string => join(made.folder, name);

  const verify = (certificate: string, cohort = "cohort.json") =>
    run("verify", at(certificate), "--trust", made.trust, "--cohort", at(cohort), "--status", at("status.json"));

  before(async () => {
    made = await makeAnchoredCohort();
    for (const name of ["two.json", "two.png", "two.svg"])
      assert.equal((await run("show", made.folder, "1", "--out", at(name))).code, 0);
  });

  after(() => made.remove());

  it("are checked offline up to the chain that their cohort is anchored on, as files and pictures", async () => {
    for (const name of ["two.json", "two.png", "two.svg"]) {
      const { code, out } = await verify(name);
      assert.equal(code, 0, out);
      assert.match(out, /✓ The cohort stands on the chain: chain1 #\d+, .*org1\.example\/academy/);
      assert.match(out, /Valid: everything was checked and holds\.\n$/);
    }
  });

  it("are refused with a cohort's file whose anchor is of another root, another chain, or is damaged", async () => {
    const file = JSON.parse(readFileSync(at("cohort.json"), "utf8")) as { root: string; count: number; anchor: string };
    const bundle = Buffer.from(file.anchor, "base64");
    bundle[300] = (bundle[300] ?? 0) ^ 1;
    const changes = {
      "root.json": { ...file, root: "00".repeat(32) },
      "count.json": { ...file, count: 4 },
      "damaged.json": { ...file, anchor: bundle.toString("base64") },
    };
    for (const [name, value] of Object.entries(changes)) {
      writeFileSync(at(name), JSON.stringify(value));
      const { code, out } = await verify("two.json", name);
      assert.equal(code, 1, out);
      assert.match(out, /✗ The cohort stands on the chain: (?:ACADEMY_CERTIFICATE_ANCHOR|PROOF_)/);
    }
    const genesis = readFileSync(join(made.trust, "genesis.hash"));
    writeFileSync(join(made.trust, "genesis.hash"), "11".repeat(32));
    assert.match((await verify("two.json")).out, /PROOF_GENESIS_FOREIGN/);
    writeFileSync(join(made.trust, "genesis.hash"), genesis);
  });

  it("are anchored once: a second time finds the first, another root under the name is refused", async () => {
    assert.deepEqual(Buffer.from(await made.anchorAgain()), readFileSync(at("cohort.json")));
    await assert.rejects(made.anchorAgain({ root: new Uint8Array(32) }), { code: "ACADEMY_CERTIFICATE_ANCHOR" });
  });

  it("stay on the chain and stop to count when they are revoked", async () => {
    assert.equal((await run("revoke", made.folder, "1", "--key", made.keyFile)).code, 0);
    const { code, out } = await verify("two.json");
    assert.equal(code, 1, out);
    assert.match(out, /✗ Not revoked: ACADEMY_CERTIFICATE_REVOKED/);
    assert.match(out, /✓ The cohort stands on the chain/);
    assert.equal((await run("revoke", made.folder, "3", "--key", made.keyFile)).code, 1, "there is no fourth");
  });

  it("are issued to those only whose logs pass when they are executed again", async () => {
    const session = await openLabSession(createInstance(lab, await loadLab(lab), "seed-7"), createNodeTools());
    const { solution, wrongSolutions } = await loadSolutions(lab);
    writeFileSync(at("right.log"), await session.solve(solution));
    writeFileSync(at("wrong.log"), await session.solve(wrongSolutions[0]?.solve ?? solution));
    await session.close();
    const definition = JSON.parse(readFileSync(at("definition.json"), "utf8")) as object;
    writeFileSync(at("labs.json"), JSON.stringify({ ...definition, id: "labs", labs: [lab] }));
    const issue = (name: string, ...lines: readonly object[]) => {
      writeFileSync(at("roster.jsonl"), lines.map((line) => JSON.stringify(line)).join("\n"));
      const flags = ["--roster", at("roster.jsonl"), "--key", made.keyFile, "--out", at(name)];
      return run("issue", "--cohort", at("labs.json"), ...flags);
    };
    const receivedAt = String(Math.floor(Date.now() / 1000));
    const line = (log: string, who = learner, seed = "seed-7") => ({
      learner: who,
      submissions: [{ lab, seed, log, receivedAt }],
    });
    assert.match((await issue("a", line("wrong.log"))).out, /ACADEMY_CERTIFICATE_NOT_EARNED: line 1/);
    assert.match((await issue("a", line("right.log", learner, "seed-8"))).out, /NOT_EARNED: .*ACADEMY_LOG_FOREIGN/);
    assert.match((await issue("a", line("../right.log"))).out, /ACADEMY_CERTIFICATE_LEARNER: line 1: submissions/);
    assert.match((await issue("a", line("right.log", "Zhang San"))).out, /LEARNER: line 1: learner/);
    assert.match((await issue("a", { learner, submissions: [] })).out, /LEARNER: line 1: submissions/);
    const other = `urn:yanta:learner:${"cd".repeat(16)}`;
    assert.match((await issue("a", line("right.log"), line("right.log", other))).out, /LEARNER: line [12]/);
    const { code, out } = await issue("a", line("right.log"));
    assert.equal(code, 0, out);
    assert.match((await run("show", at("a"), "0", "--out", at("one.json"))).out, /one\.json/);
    const bare = await run("verify", at("one.json"), "--trust", made.trust, "--status", at("a/status.json"));
    assert.match(bare.out, /✓ Signature[^]*\? One of its cohort's[^]*Nothing is wrong, but not everything/);
  });
});
