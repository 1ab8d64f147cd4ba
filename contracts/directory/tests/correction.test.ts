import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type City, day, forkCity, openCity, sampleCode, sampleContent, start, type Values } from "./city.ts";
import type { ModelHost } from "./model-host.ts";
import { type OfficialName, officials, personOf, supplier, user } from "./people.ts";

const ticket: Values = {
  id: "C1",
  entry: sampleCode,
  text: "注册资本单位有误",
  field: "注册资本",
  evidence: "e5".repeat(32),
};
const stateOf = async (city: City) => (await city.json<{ state: string }>("getCorrection", { id: "C1" })).state;

async function openTicket() {
  const city = await openCity();
  await city.publish();
  await city.does("consumer", "openCorrection", ticket);
  return city;
}

describe("directory: corrections", () => {
  it("are opened by another department on what is published", async () => {
    const city = await openCity();
    const refused = (changes: Values = {}) => city.refused("consumer", "openCorrection", { ...ticket, ...changes });
    assert.equal(await refused(), `DIR_NONE entry: ${sampleCode}`);
    await city.run("editor", "importEntries", { contents: JSON.stringify([sampleContent()]) });
    assert.equal(await refused(), `DIR_UNPUBLISHED entry: ${sampleCode}`);
    await city.publish();
    assert.equal(await refused({ id: "" }), "DIR_MISSING id");
    assert.equal(await refused({ field: "法人" }), "DIR_NONE field: 法人");
    assert.equal(await refused({ evidence: "x" }), "DIR_FORMAT evidence");
    assert.equal(await refused({ text: "" }), "DIR_MISSING text");
    assert.equal(await refused({ text: "x".repeat(501) }), "DIR_LENGTH text");
    assert.equal(await refused({ text: "其电话为 13812345678" }), "DIR_PHONE text");
    assert.equal(await city.refused("editor", "openCorrection", ticket), `DIR_DEPARTMENT openCorrection: ${supplier}`);
    assert.deepEqual(await city.events("consumer", "openCorrection", ticket), [
      ["correctionChanged", "C1", sampleCode, "OPEN"],
    ]);
    const { text, ...stored } = ticket;
    assert.deepEqual(await city.json("getCorrection", { id: "C1" }), {
      ...stored,
      department: user,
      person: personOf(officials.consumer),
      state: "OPEN",
      revision: 1,
      at: Number(start),
      clock: {
        rule: "correction",
        startedAt: Number(start),
        days: 10,
        due: Number(start - 9n * 3600n + 15n * day),
        isPaused: false,
        isProvisional: false,
      },
    });
    const [deed] = await city.json<object[]>("deedsOf", { subject: "correction.C1" });
    assert.partialDeepStrictEqual(deed, {
      action: "openCorrection",
      reason: text,
      from: "",
      to: "OPEN",
      by: city.uid("consumer"),
    });
    assert.equal(await refused(), "DIR_EXISTS id: C1");
    assert.equal(await city.asks("getCorrection", { id: "C2" }), "DIR_NONE id: C2");
    await city.does("outsider", "openCorrection", { id: "C2", entry: sampleCode, text: "x".repeat(500) });
    city.host.now = start + 15n * day;
    const facts = await city.json<{ subject: string }[]>("overdue");
    assert.deepEqual(
      facts.map(({ subject }) => subject),
      ["correction.C1", "correction.C2"],
    );
  });

  it("go their way, each step by who may take it", async () => {
    const city = await openTicket();
    const states = new Map<string, City<ModelHost>>([["OPEN", city]]);
    const step = async (from: string, to: string, who: OfficialName, method: string, values: Values) => {
      const at = forkCity(states.get(from) ?? assert.fail());
      assert.deepEqual(await at.events(who, method, { id: "C1", reason: "如上", ...values }), [
        ["correctionChanged", "C1", sampleCode, to],
      ]);
      const deed = (await at.json<object[]>("deedsOf", { subject: "correction.C1" })).at(-1);
      assert.partialDeepStrictEqual(deed, { action: method, from, to, reason: "如上", by: at.uid(who) });
      states.set(to, at);
    };
    const clock = async (state: string) =>
      (await (states.get(state) ?? assert.fail()).json<{ clock: { rule: string } }>("getCorrection", { id: "C1" }))
        .clock.rule;
    await step("OPEN", "ACCEPTED", "approver", "answerCorrection", { answer: "accept" });
    await step("OPEN", "REFUSED", "editor", "answerCorrection", { answer: "refuse" });
    await step("ACCEPTED", "DONE", "editor", "answerCorrection", { answer: "done" });
    await step("DONE", "CLOSED", "colleague", "endCorrection", { decision: "close" });
    await step("OPEN", "WITHDRAWN", "consumer", "endCorrection", { decision: "withdraw" });
    assert.deepEqual(await Promise.all([...states.keys()].map(clock)), ["correction", "correction", "", "", "", ""]);
    const ways: Readonly<Record<string, readonly string[]>> = {
      OPEN: ["accept", "refuse", "withdraw"],
      ACCEPTED: ["done", "withdraw"],
      REFUSED: ["reopen"],
      DONE: ["close", "reopen"],
      CLOSED: [],
      WITHDRAWN: [],
    };
    for (const [state, at] of states) {
      for (const answer of ["accept", "refuse", "done"]) {
        const ran = await forkCity(at).run("editor", "answerCorrection", { id: "C1", answer, reason: "x".repeat(500) });
        assert.equal(ran.ok, ways[state]?.includes(answer), `${answer} ${state}`);
        if (!ran.ok) assert.equal(ran.message, `contract message:DIR_STATE answerCorrection: ${state}`);
      }
      for (const decision of ["close", "reopen", "withdraw"]) {
        const next = forkCity(at);
        const ran = await next.run("consumer", "endCorrection", { id: "C1", decision, reason: "x".repeat(500) });
        assert.equal(ran.ok, ways[state]?.includes(decision), `${decision} ${state}`);
        if (!ran.ok) assert.equal(ran.message, `contract message:DIR_STATE endCorrection: ${state}`);
        else if (decision === "reopen") {
          assert.equal(await stateOf(next), "OPEN");
          assert.partialDeepStrictEqual(await next.json("getCorrection", { id: "C1" }), {
            clock: { rule: "correction" },
          });
        }
      }
    }
  });

  it("are not answered by who opened them, by others, or without words", async () => {
    const city = await openTicket();
    const answer = { id: "C1", answer: "accept", reason: "属实" };
    assert.equal(await city.refused("doubleConsumer", "answerCorrection", answer), "DIR_SAME_PERSON answerCorrection");
    assert.equal(
      await city.refused("outsider", "answerCorrection", answer),
      `DIR_DEPARTMENT answerCorrection: ${supplier}`,
    );
    assert.equal(await city.refused("consumer", "answerCorrection", answer), "DIR_ROLE answerCorrection: provider");
    assert.equal(
      await city.refused("editor", "answerCorrection", { ...answer, answer: "maybe" }),
      "DIR_FORMAT answer: maybe",
    );
    assert.equal(await city.refused("editor", "answerCorrection", { ...answer, reason: "" }), "DIR_MISSING reason");
    assert.equal(
      await city.refused("editor", "answerCorrection", { ...answer, reason: "x".repeat(501) }),
      "DIR_LENGTH reason",
    );
    const end = { id: "C1", decision: "withdraw", reason: "误报" };
    assert.equal(await city.refused("outsider", "endCorrection", end), `DIR_DEPARTMENT endCorrection: ${user}`);
    assert.equal(await city.refused("consumer", "endCorrection", { ...end, reason: "" }), "DIR_MISSING reason");
    assert.equal(
      await city.refused("consumer", "endCorrection", { ...end, reason: "x".repeat(501) }),
      "DIR_LENGTH reason",
    );
    assert.equal(
      await city.refused("consumer", "endCorrection", { ...end, decision: "forget" }),
      "DIR_FORMAT decision: forget",
    );
    assert.equal(await city.refused("consumer", "endCorrection", { ...end, id: "C9" }), "DIR_NONE id: C9");
  });

  it("never go back in time, and keep their clock when they are accepted", async () => {
    const city = await openTicket();
    city.host.now = start - 300n;
    await city.does("editor", "answerCorrection", { id: "C1", answer: "accept", reason: "属实" });
    assert.partialDeepStrictEqual(await city.json("getCorrection", { id: "C1" }), {
      at: Number(start),
      revision: 2,
      clock: {
        startedAt: Number(start),
        due: Number(start - 9n * 3600n + 15n * day),
      },
    });
    await city.does("editor", "answerCorrection", { id: "C1", answer: "done", reason: "已改" });
    await city.does("consumer", "endCorrection", { id: "C1", decision: "reopen", reason: "未改好" });
    assert.partialDeepStrictEqual(await city.json("getCorrection", { id: "C1" }), {
      clock: { startedAt: Number(start) },
    });
    city.host.now = start + 100n * day;
    assert.equal((await city.json<object[]>("overdue")).length, 1);
  });
});
