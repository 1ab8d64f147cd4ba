// Random people do random things at random times: whatever they try, the invariants hold.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  access,
  agreement,
  day,
  forkCity,
  openCity,
  sampleCode,
  sampleContent,
  sampleItems,
  sampleWish,
  start,
  type Values,
} from "../city.ts";
import { officials, type OfficialName } from "../people.ts";
import { checkState, checkStep, learnPersons, readRecords } from "./invariants.ts";

const seed = Number(process.env["YANTA_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const hash = "d4".repeat(32);
const why = { reason: "因" };
const law = { reason: "因", basis: "法" };
const contents = (changes: object) => ({ contents: JSON.stringify([sampleContent(changes)]) });

/** What may be tried on the entry. */
const onEntry: readonly (readonly [string, Values])[] = [
  ["importEntries", contents({})],
  ["importEntries", contents({ cycle: 1 })],
  ["importEntries", contents({ items: sampleItems.slice(1) })],
  ["submitEntry", { code: sampleCode }],
  ["submitEntry", { code: sampleCode }],
  ...[1, 2, 3].map((version): [string, Values] => ["reviewEntry", { code: sampleCode, version, decision: "agree" }]),
  ["reviewEntry", { code: sampleCode, version: 2, decision: "return", ...why }],
  ["reviewEntry", { code: sampleCode, version: 2, decision: "reject", ...why }],
  ["unpublishEntry", { code: sampleCode, ...why }],
  ["openCorrection", { id: "C1", entry: sampleCode, text: "误" }],
  ["answerCorrection", { id: "C1", answer: "accept", ...why }],
  ["answerCorrection", { id: "C1", answer: "done", ...why }],
  ["endCorrection", { id: "C1", decision: "reopen", ...why }],
];

/** What may be tried on a request. */
const onRequest: readonly (readonly [string, Values])[] = [
  ["submitRequest", { entry: sampleCode, ...sampleWish() }],
  ["resubmitRequest", sampleWish()],
  ["takeRequest", {}],
  ["passRequest", {}],
  ["passRequest", {}],
  ["returnRequest", why],
  ["rejectRequest", law],
  ["approveRequest", {}],
  ["approveRequest", {}],
  ["signAgreement", { agreement }],
  ["signAgreement", { agreement }],
  ["grantAccess", { access }],
  ["activateAccess", {}],
  ["suspendAccess", why],
  ["resumeAccess", {}],
  ["revokeAccess", law],
  ["completeAccess", {}],
  ["expireAccess", {}],
  ["disputeRequest", why],
  ["mediateRequest", { outcome: "again", ...why }],
  ["reviewAgain", {}],
  ["withdrawRequest", why],
  ["confirmChange", { version: 2 }],
];

const walker = fc.constantFrom(...(Object.keys(officials) as OfficialName[]));
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      who: walker,
      id: fc.constantFrom("R1", "R2", "R3", "R4"),
      action: fc.constantFrom(...onRequest),
    }),
  },
  { weight: 2, arbitrary: fc.record({ who: walker, id: fc.constant(""), action: fc.constantFrom(...onEntry) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      who: walker,
      id: fc.constantFrom("R1", "R2", "R3", "R4"),
      action: fc
        .integer({ min: 1, max: 4 })
        .map(
          (n) => ["deliver", { id: `D${n}`, hash, size: 1, purpose: "涉税事项办理", fields: ["企业名称"] }] as const,
        ),
    }),
  },
);
/** Time jumps ahead, or the sender's clock is up to ten minutes slow, as the chain allows. */
const time = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -600, max: 6 * 3600 }) },
  fc.integer({ min: 0, max: 90 * 86_400 }),
);

describe("directory: random walks", () => {
  it("skip no review, turn no clock back, and let nobody act on two sides", async () => {
    const first = await openCity();
    learnPersons(first);
    await first.publish();
    const asked = forkCity(first);
    await asked.request("R1", "PROVIDER_REVIEW");
    const active = forkCity(first);
    await active.request("R1", "ACTIVE");
    const starts = [first, asked, active];
    let done = 0;
    const walk = fc.asyncProperty(
      fc.constantFrom(...starts.keys()),
      fc.array(fc.tuple(step, time, fc.option(fc.nat(onRequest.length - 1))), { minLength: 20, maxLength: 40 }),
      async (index, steps) => {
        const city = forkCity(starts[index] ?? first);
        let before = readRecords(city);
        let clock = start;
        /** Tries one action; what it does must keep the invariants. */
        const tries = async (
          sender: OfficialName,
          method: string,
          values: Values,
          touches: RegExp,
        ): Promise<boolean> => {
          const ran = await city.run(sender, method, values);
          if (!ran.ok) return false;
          const after = readRecords(city);
          done++;
          checkState(after);
          checkStep(before, after, touches);
          before = after;
          return true;
        };
        for (const [{ who, id, action }, jump, guide] of steps) {
          const [method, values] = action;
          if (jump > 0) clock += BigInt(jump);
          city.host.now = jump < 0 ? clock + BigInt(jump) : clock;
          const parameters: Values =
            method === "deliver" ? { ...values, request: id } : id === "" ? values : { ...values, id };
          const touches = new RegExp(`#(${id === "" ? "" : `${id}$|`}D\\d$|C1$|3070)`);
          for (const sender of [who, rightful(method)]) await tries(sender, method, parameters, touches);
          if (guide === null) continue;
          // Somebody does what can be done, else walks would stand still.
          const next = id === "" ? "R2" : id;
          for (const [each, own] of [...onRequest.slice(guide), ...onRequest.slice(0, guide)])
            if (await tries(rightful(each), each, { ...own, id: next }, new RegExp(`#${next}$`))) break;
        }
        assert.ok(clock >= start && clock < start + 60n * 90n * day);
      },
    );
    console.log(`YANTA_SEED=${seed}`);
    await fc.assert(walk, { seed, numRuns: 20, endOnFailure: true });
    console.log(`${done} steps were done`);
    assert.ok(done > 100);
  });
});

function rightful(method: string): OfficialName {
  if (/^(take|pass)Request$/.test(method)) return "compliance";
  if (method === "mediateRequest") return "mediator";
  if (method === "reviewEntry") return "registrar";
  if (/^(importEntries|submitEntry|unpublishEntry)$/.test(method)) return "editor";
  if (/^(approve|reject|return|grant|suspend|resume|revoke|reviewAgain|deliver|answer)/.test(method)) return "approver";
  return "consumer";
}
