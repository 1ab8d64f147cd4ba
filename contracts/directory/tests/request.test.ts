import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { City } from "./city.ts";
import {
  access,
  agreement,
  day,
  forkCity,
  openCity,
  sampleCode,
  sampleContent,
  sampleWish,
  start,
  type Values,
} from "./city.ts";
import type { ModelHost } from "./model-host.ts";
import { officials, type OfficialName, other, personOf, supplier, user } from "./people.ts";

interface StoredRequest {
  readonly state: string;
  readonly until: number;
  readonly used: number;
  readonly agreement: string;
  readonly revision: number;
  readonly at: number;
  readonly hands: readonly string[];
  readonly clock: {
    rule: string;
    startedAt: number;
    days: number;
    due: number;
    isPaused: boolean;
    isProvisional: boolean;
  };
  readonly heldClock: { rule: string; isPaused: boolean };
}

const requestOf = (city: City, id = "R1") => city.json<StoredRequest>("getRequest", { id });
const why = { reason: "材料不全" };
const law = { reason: "不符合条件", basis: "第809号令第十三条" };

/** Each action with someone who may do it. */
const actions: Readonly<Record<string, readonly [OfficialName, Values]>> = {
  resubmitRequest: ["consumer", sampleWish()],
  takeRequest: ["compliance", {}],
  passRequest: ["compliance", {}],
  returnRequest: ["approver", why],
  rejectRequest: ["approver", law],
  approveRequest: ["approver", {}],
  signAgreement: ["consumer", { agreement }],
  grantAccess: ["approver", { access }],
  activateAccess: ["consumer", {}],
  suspendAccess: ["approver", why],
  resumeAccess: ["approver", {}],
  revokeAccess: ["approver", law],
  completeAccess: ["consumer", {}],
  disputeRequest: ["consumer", why],
  mediateRequest: ["mediator", { outcome: "again", ...why }],
  reviewAgain: ["approver", {}],
  withdrawRequest: ["consumer", why],
  confirmChange: ["consumer", { version: 1 }],
};

/** Where each action starts, and where it leads from there. The issue's table, written a second time. */
const ways: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  SUBMITTED: { takeRequest: "COMPLIANCE", withdrawRequest: "WITHDRAWN" },
  COMPLIANCE: {
    passRequest: "PROVIDER_REVIEW",
    returnRequest: "RETURNED",
    rejectRequest: "REJECTED",
    withdrawRequest: "WITHDRAWN",
  },
  PROVIDER_REVIEW: {
    approveRequest: "APPROVED",
    returnRequest: "RETURNED",
    rejectRequest: "REJECTED",
    withdrawRequest: "WITHDRAWN",
  },
  RETURNED: { resubmitRequest: "SUBMITTED", withdrawRequest: "WITHDRAWN" },
  REJECTED: { disputeRequest: "DISPUTE" },
  DISPUTE: { mediateRequest: "MEDIATED", withdrawRequest: "WITHDRAWN" },
  MEDIATED: { reviewAgain: "PROVIDER_REVIEW" },
  APPROVED: { signAgreement: "APPROVED", withdrawRequest: "WITHDRAWN" },
  AGREED: { grantAccess: "GRANTED", withdrawRequest: "WITHDRAWN" },
  GRANTED: { activateAccess: "ACTIVE", revokeAccess: "REVOKED" },
  ACTIVE: { suspendAccess: "SUSPENDED", revokeAccess: "REVOKED", completeAccess: "COMPLETED" },
  SUSPENDED: { resumeAccess: "ACTIVE", revokeAccess: "REVOKED", completeAccess: "COMPLETED" },
  WITHDRAWN: {},
  REVOKED: {},
  COMPLETED: {},
  EXPIRED: {},
};

/** A city for each state of the request R1. */
async function statesOf(city: City<ModelHost>): Promise<Map<string, City<ModelHost>>> {
  const found = new Map<string, City<ModelHost>>();
  for (const state of ["SUBMITTED", "COMPLIANCE", "PROVIDER_REVIEW", "APPROVED", "AGREED", "GRANTED", "ACTIVE"]) {
    const at = forkCity(city);
    await at.request("R1", state);
    found.set(state, at);
  }
  const from = async (base: string, steps: readonly string[]) => {
    const at = forkCity(found.get(base) ?? city);
    for (const method of steps) {
      const [who, values] = actions[method] ?? assert.fail();
      await at.does(who, method, { id: "R1", ...values });
    }
    found.set(await at.state("R1"), at);
  };
  await from("PROVIDER_REVIEW", ["returnRequest"]);
  await from("PROVIDER_REVIEW", ["rejectRequest"]);
  await from("REJECTED", ["disputeRequest"]);
  await from("DISPUTE", ["mediateRequest"]);
  await from("ACTIVE", ["suspendAccess"]);
  await from("ACTIVE", ["revokeAccess"]);
  await from("ACTIVE", ["completeAccess"]);
  await from("SUBMITTED", ["withdrawRequest"]);
  const late = forkCity(found.get("ACTIVE") ?? city);
  late.host.now = start + 365n * day;
  await late.does("outsider", "expireAccess", { id: "R1" });
  found.set("EXPIRED", late);
  return found;
}

describe("directory: a request's states", () => {
  it("lets each action start from its states only, and lead where it should", async () => {
    const city = await openCity();
    await city.publish();
    const states = await statesOf(city);
    assert.deepEqual([...states.keys()].sort(), Object.keys(ways).sort());
    for (const [state, at] of states) {
      for (const [method, [usual, values]] of Object.entries(actions)) {
        const who = state === "COMPLIANCE" && /^(return|reject)/.test(method) ? "compliance" : usual;
        const to = ways[state]?.[method];
        const next = forkCity(at);
        const ran = await next.run(who, method, { id: "R1", ...values });
        if (method === "confirmChange") {
          const isGrant = ["GRANTED", "ACTIVE", "SUSPENDED"].includes(state);
          assert.equal(
            ran.message,
            `contract message:DIR_${isGrant ? "VERSION version" : `STATE confirmChange: ${state}`}`,
          );
        } else if (to === undefined) assert.equal(ran.message, `contract message:DIR_STATE ${method}: ${state}`);
        else {
          assert.ok(ran.ok, `${method} from ${state}: ${ran.message}`);
          const { revision } = await requestOf(next);
          assert.deepEqual(ran.events, [["requestChanged", "R1", sampleCode, method, state, to, String(revision)]]);
          assert.equal(await next.state("R1"), to);
          const deed = (await next.json<object[]>("deedsOf", { subject: "request.R1" })).at(-1);
          const { reason = "", basis = "" } = values as { reason?: string; basis?: string };
          assert.partialDeepStrictEqual(deed, {
            revision,
            action: method,
            by: next.uid(who),
            from: state,
            to,
            reason,
            basis,
          });
        }
      }
      const expire = forkCity(at);
      const isGrant = ["GRANTED", "ACTIVE", "SUSPENDED"].includes(state);
      const early = await expire.refused("outsider", "expireAccess", { id: "R1" });
      assert.equal(early, isGrant ? "DIR_EARLY expireAccess" : `DIR_STATE expireAccess: ${state}`);
      if (!isGrant) continue;
      expire.host.now = start + 365n * day - 1n;
      assert.equal(await expire.refused("outsider", "expireAccess", { id: "R1" }), "DIR_EARLY expireAccess");
      expire.host.now += 1n;
      await expire.does("outsider", "expireAccess", { id: "R1" });
      assert.equal(await expire.state("R1"), "EXPIRED");
    }
  });

  it("is stored as it was asked for", async () => {
    const city = await openCity();
    await city.publish();
    const events = await city.events("consumer", "submitRequest", { id: "R1", entry: sampleCode, ...sampleWish() });
    assert.deepEqual(events, [["requestChanged", "R1", sampleCode, "submitRequest", "", "SUBMITTED", "1"]]);
    const clock = {
      rule: "compliance",
      startedAt: Number(start),
      days: 2,
      due: Number(start - 9n * 3600n + 3n * day),
      isPaused: false,
      isProvisional: false,
    };
    assert.deepEqual(await requestOf(city), {
      id: "R1",
      entry: sampleCode,
      version: 1,
      confirmedVersion: 1,
      consumer: user,
      provider: supplier,
      state: "SUBMITTED",
      ...sampleWish(),
      until: Number(start + 365n * day),
      used: 0,
      agreement: "",
      consumerSigned: false,
      providerSigned: false,
      access: "",
      suspendedAt: 0,
      outcome: "",
      revision: 1,
      at: Number(start),
      hands: [`consumer ${personOf(officials.consumer)}`],
      clock,
      heldClock: {
        rule: "",
        startedAt: 0,
        days: 0,
        due: 0,
        isPaused: false,
        isProvisional: false,
      },
    });
    assert.equal(await city.asks("getRequest", { id: "R2" }), "DIR_NONE id: R2");
    for (const [department, side] of [
      [user, "consumer"],
      [supplier, "provider"],
    ] as const)
      assert.deepEqual(await city.json("getOpenRequests", { department, side }), ["R1"]);
    assert.deepEqual(await city.json("getOpenRequests", { department: user, side: "provider" }), []);
    assert.deepEqual(await city.json("getOpenRequests", { department: user, side: "consumer", count: 0 }), []);
  });

  it("names what is wrong with a wish", async () => {
    const city = await openCity();
    const submit = (changes: Values = {}) =>
      city.refused("consumer", "submitRequest", { id: "R1", entry: sampleCode, ...sampleWish(), ...changes });
    assert.equal(await submit(), `DIR_NONE entry: ${sampleCode}`);
    await city.run("editor", "importEntries", { contents: JSON.stringify([sampleContent()]) });
    assert.equal(await submit(), `DIR_UNPUBLISHED entry: ${sampleCode}`);
    await city.publish();
    assert.equal(await submit({ id: "" }), "DIR_MISSING id");
    assert.equal(await submit({ id: "R 1" }), "DIR_FORMAT id");
    assert.equal(await submit({ fields: [] }), "DIR_MISSING fields");
    assert.equal(await submit({ fields: ["法人"] }), "DIR_NONE fields: 法人");
    assert.equal(await submit({ fields: ["企业名称", "企业名称"] }), "DIR_EXISTS fields: 企业名称");
    assert.equal(await submit({ fields: Array(301).fill("企业名称") }), "DIR_LENGTH fields");
    assert.equal(await submit({ purpose: "" }), "DIR_MISSING purpose");
    assert.equal(await submit({ purpose: "x".repeat(201) }), "DIR_LENGTH purpose");
    assert.equal(await submit({ purpose: "找 a@example.com" }), "DIR_EMAIL purpose");
    assert.equal(await submit({ until: start }), "DIR_FORMAT until");
    assert.equal(await submit({ usesMax: 0 }), "DIR_FORMAT usesMax");
    assert.equal(
      await city.refused("registrar", "submitRequest", { id: "R1", entry: sampleCode, ...sampleWish() }),
      "DIR_ROLE submitRequest: consumer",
    );
    await city.does("consumer", "submitRequest", {
      id: "R1",
      entry: sampleCode,
      ...sampleWish({ purpose: "x".repeat(200), until: start + 1n, usesMax: 1 }),
    });
    assert.equal(await submit(), "DIR_EXISTS id: R1");
  });

  it("is not for one's own data, and not for what the law keeps back", async () => {
    const city = await openCity();
    const items = [
      { name: "甲", type: "C" },
      { name: "乙", type: "C", sharing: 3, basis: "《统计法》第九条" },
    ];
    await city.publish(sampleContent({ items }));
    const wish = { id: "R1", entry: sampleCode, ...sampleWish({ fields: ["甲", "乙"] }) };
    assert.equal(await city.refused("consumer", "submitRequest", wish), "DIR_NOT_SHARED fields: 乙");
    await city.does("consumer", "submitRequest", { ...wish, fields: ["甲"] });
    const closed = sampleContent({ code: "307003001/2", sharing: { type: 3, basis: "《保密法》" } });
    await city.publish(closed);
    assert.equal(
      await city.refused("consumer", "submitRequest", { ...wish, id: "R2", entry: "307003001/2" }),
      "DIR_NOT_SHARED entry: 《保密法》",
    );
    await city.does("root", "changeMember", {
      uid: city.uid("editor"),
      department: supplier,
      roles: ["provider", "consumer"],
      isActive: true,
      reason: "x",
    });
    assert.equal(
      await city.refused("editor", "submitRequest", { ...wish, id: "R3" }),
      `DIR_DEPARTMENT entry: ${supplier}`,
    );
  });

  it("is granted after the compliance review alone where data are shared without conditions", async () => {
    const city = await openCity();
    const items = [
      { name: "甲", type: "C" },
      { name: "乙", type: "C", sharing: 2 },
    ];
    await city.publish(sampleContent({ sharing: { type: 1, mode: 1 }, items }));
    for (const [id, fields, state, rule] of [
      ["R1", ["甲"], "APPROVED", "supply"],
      ["R2", ["甲", "乙"], "PROVIDER_REVIEW", "providerReview"],
    ] as const) {
      await city.request(id, "COMPLIANCE", sampleWish({ fields }));
      await city.does("compliance", "passRequest", { id });
      assert.partialDeepStrictEqual(await requestOf(city, id), { state, clock: { rule } });
    }
  });

  it("is decided by those who may", async () => {
    const city = await openCity();
    await city.publish();
    const states = await statesOf(city);
    const starts: Readonly<Record<string, string>> = { signAgreement: "APPROVED", resubmitRequest: "RETURNED" };
    const sides: Readonly<Record<string, string>> = {
      takeRequest: "compliance",
      passRequest: "compliance",
      mediateRequest: "compliance",
      returnRequest: "provider",
      rejectRequest: "provider",
      approveRequest: "provider",
      grantAccess: "provider",
      reviewAgain: "provider",
      suspendAccess: "compliance",
      resumeAccess: "compliance",
      revokeAccess: "compliance",
      resubmitRequest: "consumer",
      activateAccess: "consumer",
      completeAccess: "consumer",
      disputeRequest: "consumer",
      withdrawRequest: "consumer",
      signAgreement: "provider",
      confirmChange: "consumer",
    };
    for (const [method, [, values]] of Object.entries(actions)) {
      const state =
        starts[method] ??
        (method === "confirmChange"
          ? "ACTIVE"
          : (Object.keys(ways).find((each) => each !== "COMPLIANCE" && ways[each]?.[method] !== undefined) ??
            "COMPLIANCE"));
      const at = states.get(state) ?? assert.fail(state);
      const side = sides[method] ?? assert.fail(method);
      for (const who of ["registrar", "auditor", "root"] as const)
        assert.equal(
          await at.refused(who, method, { id: "R1", ...values }),
          `DIR_ROLE ${method}: ${side}`,
          `${who} ${method}`,
        );
      if (side === "compliance") continue;
      const department = side === "consumer" ? user : supplier;
      assert.equal(
        await at.refused("outsider", method, { id: "R1", ...values }),
        `DIR_DEPARTMENT ${method}: ${department}`,
      );
    }
    const review = states.get("COMPLIANCE") ?? assert.fail();
    assert.equal(
      await review.refused("approver", "returnRequest", { id: "R1", ...why }),
      "DIR_ROLE returnRequest: compliance",
    );
    // Compliance may suspend, resume and revoke, too.
    const active = forkCity(states.get("ACTIVE") ?? assert.fail());
    await active.does("compliance", "suspendAccess", { id: "R1", ...why });
    await active.does("compliance", "resumeAccess", { id: "R1" });
    await active.does("compliance", "revokeAccess", { id: "R1", ...law });
  });

  it("asks for reasons, a legal basis, hashes", async () => {
    const city = await openCity();
    await city.publish();
    const states = await statesOf(city);
    const long = "x".repeat(501);
    for (const [method, state] of [
      ["returnRequest", "PROVIDER_REVIEW"],
      ["rejectRequest", "PROVIDER_REVIEW"],
      ["suspendAccess", "ACTIVE"],
      ["revokeAccess", "ACTIVE"],
      ["disputeRequest", "REJECTED"],
      ["mediateRequest", "DISPUTE"],
      ["withdrawRequest", "SUBMITTED"],
    ] as const) {
      const at = states.get(state) ?? assert.fail();
      const [who, values] = actions[method] ?? assert.fail();
      const refused = (changes: Values) => at.refused(who, method, { id: "R1", ...values, ...changes });
      assert.equal(await refused({ reason: "" }), "DIR_MISSING reason");
      assert.equal(await refused({ reason: long }), "DIR_LENGTH reason");
      assert.equal(await refused({ reason: "联系 13812345678" }), "DIR_PHONE reason");
      assert.ok((await forkCity(at).run(who, method, { id: "R1", ...values, reason: "x".repeat(500) })).ok);
      if (!("basis" in values)) continue;
      assert.equal(await refused({ basis: "" }), "DIR_MISSING basis");
      assert.equal(await refused({ basis: long }), "DIR_LENGTH basis");
      assert.ok((await forkCity(at).run(who, method, { id: "R1", ...values, basis: "x".repeat(500) })).ok);
    }
    const at = (state: string) => states.get(state) ?? assert.fail();
    for (const hash of [
      "",
      "a1",
      agreement.toUpperCase(),
      `${agreement}0`,
      agreement.replace("a", "g"),
      agreement.replace("a", "/"),
      agreement.replace("a", ":"),
      agreement.replace("a", "`"),
    ]) {
      assert.equal(
        await at("APPROVED").refused("consumer", "signAgreement", { id: "R1", agreement: hash }),
        "DIR_FORMAT agreement",
      );
      assert.equal(
        await at("AGREED").refused("approver", "grantAccess", { id: "R1", access: hash }),
        "DIR_FORMAT access",
      );
    }
    for (const hash of ["0".repeat(64), "9".repeat(64), "f".repeat(64)])
      assert.ok((await forkCity(at("APPROVED")).run("consumer", "signAgreement", { id: "R1", agreement: hash })).ok);
    assert.equal(
      await at("DISPUTE").refused("mediator", "mediateRequest", { id: "R1", outcome: "perhaps", ...why }),
      "DIR_FORMAT outcome: perhaps",
    );
    assert.ok(
      (await forkCity(at("DISPUTE")).run("mediator", "mediateRequest", { id: "R1", outcome: "stands", ...why })).ok,
    );
  });
});

describe("directory: four eyes", () => {
  it("lets a person act on one side of a request only, whatever account it uses", async () => {
    const city = await openCity();
    await city.publish();
    const at = forkCity(city);
    await at.request("R1", "PROVIDER_REVIEW");
    // The consumer's second account is a provider's.
    for (const [method, values] of [
      ["approveRequest", {}],
      ["rejectRequest", law],
      ["returnRequest", why],
    ] as const)
      for (const who of ["doubleConsumer", "doubleCompliance"] as const)
        assert.equal(await at.refused(who, method, { id: "R1", ...values }), `DIR_SAME_PERSON ${method}`);
    await at.does("approver", "approveRequest", { id: "R1" });
    assert.equal(
      await at.refused("doubleConsumer", "signAgreement", { id: "R1", agreement }),
      "DIR_SAME_PERSON signAgreement",
    );
    // A colleague signs for the consumer, and may not turn up on the other side then.
    await at.does("colleague", "signAgreement", { id: "R1", agreement });
    await at.does("approver", "signAgreement", { id: "R1", agreement });
    assert.equal(
      await at.refused("doubleConsumer", "grantAccess", { id: "R1", access }),
      "DIR_SAME_PERSON grantAccess",
    );
    assert.deepEqual((await requestOf(at)).hands, [
      `consumer ${personOf(officials.consumer)}`,
      `compliance ${personOf(officials.compliance)}`,
      `provider ${personOf(officials.approver)}`,
      `consumer ${personOf(officials.colleague)}`,
    ]);
  });

  it("lets nobody mediate who decided, nor suspend as one side and resume as another", async () => {
    const city = await openCity();
    await city.publish();
    const at = forkCity(city);
    await at.request("R1", "COMPLIANCE");
    await at.does("compliance", "rejectRequest", { id: "R1", ...law });
    await at.does("consumer", "disputeRequest", { id: "R1", ...why });
    const outcome = { id: "R1", outcome: "stands", ...why };
    assert.equal(await at.refused("compliance", "mediateRequest", outcome), "DIR_SAME_PERSON mediateRequest");
    await at.does("mediator", "mediateRequest", outcome);
    assert.equal(await at.refused("approver", "reviewAgain", { id: "R1" }), "DIR_STATE reviewAgain: stands");
    assert.deepEqual(await at.json("getOpenRequests", { department: user, side: "consumer" }), []);
    await city.request("R2", "ACTIVE");
    await city.does("compliance", "suspendAccess", { id: "R2", ...why });
    assert.equal(await city.refused("doubleCompliance", "resumeAccess", { id: "R2" }), "DIR_SAME_PERSON resumeAccess");
  });

  it("takes a provider who has the role compliance as the provider", async () => {
    const city = await openCity();
    await city.publish();
    const change = {
      uid: city.uid("editor"),
      department: supplier,
      roles: ["provider", "compliance"],
      isActive: true,
      reason: "x",
    };
    await city.does("root", "changeMember", change);
    await city.request("R1", "ACTIVE");
    await city.does("editor", "suspendAccess", { id: "R1", ...why });
    assert.equal((await requestOf(city)).hands.at(-1), `provider ${personOf(officials.editor)}`);
    const elsewhere = { ...change, uid: city.uid("outsider"), department: other, roles: ["provider", "compliance"] };
    await city.does("root", "changeMember", elsewhere);
    await city.does("outsider", "resumeAccess", { id: "R1" });
    assert.equal((await requestOf(city)).hands.at(-1), `compliance ${personOf(officials.outsider)}`);
  });
});

describe("directory: agreements", () => {
  it("are one hash that both sides signed", async () => {
    const city = await openCity();
    await city.publish();
    await city.request("R1", "APPROVED");
    const sign = (who: OfficialName, hash: string) => city.does(who, "signAgreement", { id: "R1", agreement: hash });
    await sign("consumer", agreement);
    assert.partialDeepStrictEqual(await requestOf(city), {
      state: "APPROVED",
      agreement,
      consumerSigned: true,
      providerSigned: false,
    });
    await sign("consumer", agreement);
    assert.equal(await city.state("R1"), "APPROVED");
    const better = "c3".repeat(32);
    await sign("approver", better);
    assert.partialDeepStrictEqual(await requestOf(city), {
      state: "APPROVED",
      agreement: better,
      consumerSigned: false,
      providerSigned: true,
    });
    await sign("consumer", agreement);
    assert.partialDeepStrictEqual(await requestOf(city), {
      state: "APPROVED",
      agreement,
      consumerSigned: true,
      providerSigned: false,
    });
    await sign("approver", agreement);
    assert.partialDeepStrictEqual(await requestOf(city), { state: "AGREED", agreement });
    assert.equal(
      await city.refused("approver", "signAgreement", { id: "R1", agreement: better }),
      "DIR_STATE signAgreement: AGREED",
    );
  });

  it("come to nothing when the entry is gone or the time is over", async () => {
    const city = await openCity();
    await city.publish();
    const gone = async (state: string) => {
      const at = forkCity(city);
      await at.request("R1", state);
      await at.does("editor", "unpublishEntry", { code: sampleCode, reason: "停用" });
      return at;
    };
    const unpublished = `DIR_UNPUBLISHED entry: ${sampleCode}`;
    assert.equal(
      await (await gone("PROVIDER_REVIEW")).refused("approver", "approveRequest", { id: "R1" }),
      unpublished,
    );
    assert.equal(await (await gone("AGREED")).refused("approver", "grantAccess", { id: "R1", access }), unpublished);
    const until = start + 10n * day;
    for (const [state, method, who, values] of [
      ["AGREED", "grantAccess", "approver", { access }],
      ["GRANTED", "activateAccess", "consumer", {}],
    ] as const) {
      const at = forkCity(city);
      await at.request("R1", state, sampleWish({ until }));
      at.host.now = until;
      assert.equal(await at.refused(who, method, { id: "R1", ...values }), `DIR_EXPIRED ${method}`);
      at.host.now = until - 1n;
      await at.does(who, method, { id: "R1", ...values });
    }
    const at = forkCity(city);
    await at.request("R1", "PROVIDER_REVIEW");
    await at.does("approver", "returnRequest", { id: "R1", ...why });
    at.host.now = until;
    assert.equal(
      await at.refused("consumer", "resubmitRequest", { id: "R1", ...sampleWish({ until }) }),
      "DIR_FORMAT until",
    );
  });
});

describe("directory: clocks of requests", () => {
  const clockOf = async (city: City) => {
    const { clock } = await requestOf(city);
    return `${clock.rule} ${clock.days} ${clock.isPaused ? "paused" : (BigInt(clock.due) - (start - 9n * 3600n)) / day}`;
  };

  it("run by the rule of each state, over a make-up weekend", async () => {
    const city = await openCity();
    await city.publish();
    // start is Monday, 2 March 2026; numbers are midnights after its own.
    await city.request("R1", "SUBMITTED");
    assert.equal(await clockOf(city), "compliance 2 3");
    city.host.now += day;
    await city.does("compliance", "takeRequest", { id: "R1" });
    assert.equal(await clockOf(city), "compliance 2 3");
    await city.does("compliance", "passRequest", { id: "R1" });
    assert.equal(await clockOf(city), "providerReview 10 16");
    await city.does("approver", "approveRequest", { id: "R1" });
    assert.equal(await clockOf(city), "supply 20 30");
    await city.does("consumer", "signAgreement", { id: "R1", agreement });
    assert.equal(await clockOf(city), "supply 20 30");
    city.host.now += day;
    await city.does("approver", "signAgreement", { id: "R1", agreement });
    assert.equal(await clockOf(city), "supply 20 30");
    await city.does("approver", "grantAccess", { id: "R1", access });
    assert.partialDeepStrictEqual(await requestOf(city), { clock: { rule: "", due: 0 } });
    const eve = await openCity();
    await eve.publish();
    // From 30 April: 1 to 5 May are holidays, Saturday 9 May is worked.
    eve.host.now = start + 59n * day;
    await eve.request("R1", "PROVIDER_REVIEW");
    assert.equal(await clockOf(eve), "providerReview 10 78");
  });

  it("run five days where the data are on the platform already", async () => {
    const city = await openCity();
    await city.publish(sampleContent({ onPlatform: true }));
    await city.request("R1", "PROVIDER_REVIEW");
    assert.equal(await clockOf(city), "providerOnPlatform 5 8");
  });

  it("run while a dispute is mediated, and again for the new review", async () => {
    const city = await openCity();
    await city.publish();
    await city.request("R1", "PROVIDER_REVIEW");
    await city.does("approver", "rejectRequest", { id: "R1", ...law });
    assert.equal((await requestOf(city)).clock.rule, "");
    await city.does("consumer", "disputeRequest", { id: "R1", ...why });
    assert.equal(await clockOf(city), "mediation 10 15");
    await city.does("mediator", "mediateRequest", { id: "R1", outcome: "again", ...why });
    assert.equal((await requestOf(city)).clock.rule, "");
    city.host.now += day;
    await city.does("approver", "reviewAgain", { id: "R1" });
    assert.equal(await clockOf(city), "providerReview 10 16");
    assert.partialDeepStrictEqual(await requestOf(city), { outcome: "" });
    await city.does("approver", "approveRequest", { id: "R1" });
  });

  it("stand while a request is returned, where the rule says so, and go on with what was left", async () => {
    const city = await openCity();
    await city.publish();
    await city.request("R1", "PROVIDER_REVIEW");
    city.host.now += 4n * day; // Friday: of ten days six are left.
    await city.does("approver", "returnRequest", { id: "R1", ...why });
    assert.equal(await clockOf(city), "providerReview 6 paused");
    city.host.now += 90n * day;
    assert.equal(await city.asks("overdue"), "[]");
    await city.does("consumer", "resubmitRequest", { id: "R1", ...sampleWish({ usesMax: 5 }) });
    assert.equal(await clockOf(city), "compliance 2 99");
    assert.equal((await requestOf(city)).heldClock.rule, "providerReview");
    await city.does("compliance", "takeRequest", { id: "R1" });
    await city.does("compliance", "passRequest", { id: "R1" });
    const { clock, heldClock } = await requestOf(city);
    assert.deepEqual([clock.rule, clock.days, heldClock.rule], ["providerReview", 6, ""]);
    assert.equal(await clockOf(city), "providerReview 6 103");
    assert.equal(clock.startedAt, Number(start + 94n * day));
  });

  it("stand for the compliance review, too", async () => {
    const city = await openCity();
    await city.publish();
    await city.request("R1", "COMPLIANCE");
    city.host.now += day;
    await city.does("compliance", "returnRequest", { id: "R1", ...why });
    assert.equal(await clockOf(city), "compliance 1 paused");
    city.host.now += day;
    await city.does("consumer", "resubmitRequest", { id: "R1", ...sampleWish() });
    assert.equal(await clockOf(city), "compliance 1 4");
    assert.equal((await requestOf(city)).heldClock.rule, "");
  });

  it("go on where the rule does not pause, and when they are overdue already", async () => {
    const city = await openCity();
    await city.publish();
    const strict = forkCity(city);
    await strict.does("root", "setRule", { name: "compliance", days: 2, pauses: false, source: "x" });
    await strict.request("R1", "COMPLIANCE");
    await strict.does("compliance", "returnRequest", { id: "R1", ...why });
    assert.equal(await clockOf(strict), "compliance 2 3");
    strict.host.now += 30n * day;
    assert.equal((await strict.json<object[]>("overdue")).length, 1);
    await strict.does("consumer", "resubmitRequest", { id: "R1", ...sampleWish() });
    assert.equal(await clockOf(strict), "compliance 2 3");
    await city.request("R1", "COMPLIANCE");
    const due = start - 9n * 3600n + 3n * day;
    const inTime = forkCity(city);
    inTime.host.now = due - 1n;
    await inTime.does("compliance", "returnRequest", { id: "R1", ...why });
    assert.equal(await clockOf(inTime), "compliance 0 paused");
    city.host.now = due;
    await city.does("compliance", "returnRequest", { id: "R1", ...why });
    assert.equal(await clockOf(city), "compliance 2 3");
    const [fact] = await city.json<object[]>("overdue");
    assert.partialDeepStrictEqual(fact, { subject: "request.R1", rule: "compliance", level: 1 });
    assert.equal(
      await city.refused("outsider", "settleClock", { subject: "request.R1" }),
      "DIR_STATE settleClock: RETURNED",
    );
  });

  it("are provisional over a year without a calendar, and settled later, never shortened", async () => {
    const city = await openCity();
    await city.publish();
    city.host.now = BigInt(Date.parse("2026-12-30T09:00:00+08:00") / 1000);
    const wish = sampleWish({ until: start + 800n * day });
    await city.request("R1", "PROVIDER_REVIEW", wish);
    const { clock } = await requestOf(city);
    assert.deepEqual([clock.isProvisional, clock.due], [true, Date.parse("2027-01-14T00:00:00+08:00") / 1000]);
    await city.does("root", "setCalendar", { year: 2027, holidays: ["01-01", "01-04"], makeUpDays: [], source: "x" });
    assert.equal(await city.does("outsider", "settleClock", { subject: "request.R1" }), "request.R1");
    const settled = await requestOf(city);
    assert.deepEqual(
      [settled.clock.isProvisional, settled.clock.due, settled.state, settled.revision],
      [false, Date.parse("2027-01-16T00:00:00+08:00") / 1000, "PROVIDER_REVIEW", 4],
    );
    const deed = (await city.json<object[]>("deedsOf", { subject: "request.R1" })).at(-1);
    assert.partialDeepStrictEqual(deed, { action: "settleClock", from: "PROVIDER_REVIEW", to: "PROVIDER_REVIEW" });
    assert.equal(
      await city.refused("outsider", "settleClock", { subject: "request.R1" }),
      "DIR_STATE settleClock: PROVIDER_REVIEW",
    );
    // A kinder calendar shortens nothing.
    const kind = await openCity();
    await kind.publish();
    kind.host.now = city.host.now;
    await kind.request("R1", "PROVIDER_REVIEW", wish);
    await kind.does("root", "setCalendar", {
      year: 2027,
      holidays: [],
      makeUpDays: ["01-02", "01-03", "01-09"],
      source: "x",
    });
    await kind.does("outsider", "settleClock", { subject: "request.R1" });
    assert.equal((await requestOf(kind)).clock.due, clock.due);
    // One that stands is not settled.
    const held = await openCity();
    await held.publish();
    held.host.now = city.host.now;
    await held.request("R1", "PROVIDER_REVIEW", wish);
    await held.does("approver", "returnRequest", { id: "R1", ...why });
    assert.equal(
      await held.refused("outsider", "settleClock", { subject: "request.R1" }),
      "DIR_STATE settleClock: RETURNED",
    );
  });

  it("are settled for entries and corrections, too", async () => {
    const city = await openCity();
    await city.publish();
    city.host.now = BigInt(Date.parse("2026-12-30T09:00:00+08:00") / 1000);
    await city.does("consumer", "openCorrection", { id: "C1", entry: sampleCode, text: "误" });
    await city.does("editor", "importEntries", { contents: JSON.stringify([sampleContent()]) });
    await city.does("editor", "submitEntry", { code: sampleCode });
    await city.does("root", "setCalendar", { year: 2027, holidays: ["01-01"], makeUpDays: [], source: "x" });
    for (const [subject, method, values, state, due] of [
      [`entry.${sampleCode}`, "getEntry", { code: sampleCode }, "10", "2027-01-05"],
      ["correction.C1", "getCorrection", { id: "C1" }, "OPEN", "2027-01-15"],
    ] as const) {
      const events = await city.events("outsider", "settleClock", { subject });
      assert.deepEqual(events.length, 1);
      assert.partialDeepStrictEqual(await city.json(method, values), {
        clock: { due: Date.parse(`${due}T00:00:00+08:00`) / 1000, isProvisional: false },
      });
      const deed = (await city.json<object[]>("deedsOf", { subject })).at(-1);
      assert.partialDeepStrictEqual(deed, { action: "settleClock", from: state, to: state, reason: "" });
      assert.equal(await city.refused("outsider", "settleClock", { subject }), `DIR_STATE settleClock: ${state}`);
    }
    for (const subject of ["x", "member.x", "request", ".x"])
      assert.equal(await city.refused("outsider", "settleClock", { subject }), `DIR_FORMAT subject: ${subject}`);
    assert.equal(await city.refused("outsider", "settleClock", { subject: "request.R9" }), "DIR_NONE subject: R9");
    assert.equal(await city.refused("outsider", "settleClock", { subject: "entry.x" }), "DIR_NONE subject: x");
  });

  it("let a grant end later by its suspension only where the rule says so", async () => {
    const city = await openCity();
    await city.publish();
    await city.request("R1", "ACTIVE");
    const until = Number(start + 365n * day);
    const suspend = async (at: City<ModelHost>) => {
      at.host.now = start + day;
      await at.does("approver", "suspendAccess", { id: "R1", ...why });
      assert.partialDeepStrictEqual(await requestOf(at), { suspendedAt: Number(start + day) });
      at.host.now = start + 11n * day;
    };
    const plain = forkCity(city);
    await suspend(plain);
    const late = forkCity(plain);
    await plain.does("approver", "resumeAccess", { id: "R1" });
    assert.partialDeepStrictEqual(await requestOf(plain), { until, suspendedAt: 0 });
    late.host.now = start + 365n * day;
    assert.equal(await late.refused("approver", "resumeAccess", { id: "R1" }), "DIR_EXPIRED resumeAccess");
    await city.does("root", "setRule", { name: "term", days: 1, pauses: true, source: "x" });
    await suspend(city);
    const stopped = forkCity(city);
    stopped.host.now = start + 400n * day;
    assert.equal(await stopped.refused("outsider", "expireAccess", { id: "R1" }), "DIR_EARLY expireAccess");
    await city.does("approver", "resumeAccess", { id: "R1" });
    assert.equal((await requestOf(city)).until, until + 10 * 86_400);
    city.host.now = start + 365n * day;
    assert.equal(await city.refused("outsider", "expireAccess", { id: "R1" }), "DIR_EARLY expireAccess");
    city.host.now = start + 375n * day;
    await city.does("outsider", "expireAccess", { id: "R1" });
  });

  it("never go back, whatever time a transaction claims", async () => {
    const city = await openCity();
    await city.publish();
    city.host.now = start + day;
    await city.request("R1", "SUBMITTED");
    city.host.now = start;
    await city.does("compliance", "takeRequest", { id: "R1" });
    await city.does("compliance", "passRequest", { id: "R1" });
    const { at, clock } = await requestOf(city);
    assert.deepEqual([at, clock.startedAt], [Number(start + day), Number(start + day)]);
  });
});

describe("directory: a department leaves", () => {
  const leave = (code: string, changes: Values = {}): Values => ({ code, reason: "机构改革", ...changes });

  it("not while it asks for something, and not without a successor for what others ask of it", async () => {
    const city = await openCity();
    await city.publish();
    await city.request("R1", "ACTIVE");
    await city.request("R2", "SUBMITTED");
    const refused = (code: string, changes: Values = {}) =>
      city.refused("root", "leaveDepartment", leave(code, changes));
    assert.equal(await refused(user, { successor: other }), "DIR_OPEN_REQUESTS consumer: R1,R2");
    assert.equal(await refused(supplier), "DIR_OPEN_REQUESTS successor: R1,R2");
    assert.equal(await refused(supplier, { successor: supplier }), `DIR_FORMAT successor: ${supplier}`);
    assert.equal(
      await refused(supplier, { successor: "91330100799655058B" }),
      "DIR_NONE successor: 91330100799655058B",
    );
    assert.equal(await refused("x"), "DIR_NONE code: x");
    assert.equal(await refused(supplier, { reason: "" }), "DIR_MISSING reason");
    assert.equal(await refused(supplier, { reason: "x".repeat(501) }), "DIR_LENGTH reason");
    assert.equal(
      await city.refused("registrar", "leaveDepartment", leave(supplier)),
      "DIR_ROLE leaveDepartment: administrator",
    );
    await city.does("consumer", "withdrawRequest", { id: "R2", ...why });
    await city.does("consumer", "completeAccess", { id: "R1" });
    // Nothing is open, but there is an entry.
    assert.equal(await refused(supplier), "DIR_MISSING successor");
    assert.deepEqual(await city.events("root", "leaveDepartment", leave(user, { reason: "x".repeat(500) })), [
      ["departmentChanged", user, "LEFT", ""],
    ]);
    assert.partialDeepStrictEqual(await city.json("getDepartment", { code: user }), {
      state: "LEFT",
      successor: "",
      revision: 2,
    });
    const deed = (await city.json<object[]>("deedsOf", { subject: `department.${user}` })).at(-1);
    assert.partialDeepStrictEqual(deed, { action: "leaveDepartment", from: "ACTIVE", to: "LEFT" });
    assert.equal(await refused(user), `DIR_LEFT code: ${user}`);
    assert.equal(
      await city.refused("consumer", "submitRequest", { id: "R3", entry: sampleCode, ...sampleWish() }),
      `DIR_LEFT sender: ${user}`,
    );
    assert.equal(await refused(supplier, { successor: user }), `DIR_LEFT successor: ${user}`);
    const late = { uid: city.uid("editor"), department: user, roles: ["provider"], isActive: true, reason: "x" };
    assert.equal(await city.refused("root", "changeMember", late), `DIR_LEFT department: ${user}`);
    const person = "9f".repeat(32);
    const newcomer = { uid: "c0ffee", department: user, roles: ["provider"], person, proof: "AAAA" };
    assert.equal(await city.refused("root", "registerMember", newcomer), `DIR_LEFT department: ${user}`);
    assert.equal(
      await city.refused("root", "putDuty", { id: "n", kind: "job", name: "x", department: user }),
      `DIR_LEFT department: ${user}`,
    );
    const below = { code: "91330100799655058B", org: "o", name: "x", level: 2, parent: user };
    assert.equal(await city.refused("root", "registerDepartment", below), `DIR_LEFT parent: ${user}`);
  });

  it("names ten of its open requests", async () => {
    const city = await openCity();
    await city.publish();
    for (let i = 10; i < 22; i++) await city.request(`R${i}`, "SUBMITTED");
    const ids = Array.from({ length: 10 }, (_, i) => `R${i + 10}`).join(",");
    assert.equal(await city.refused("root", "leaveDepartment", leave(user)), `DIR_OPEN_REQUESTS consumer: ${ids}`);
    assert.equal(await city.refused("root", "leaveDepartment", leave(supplier)), `DIR_OPEN_REQUESTS successor: ${ids}`);
  });

  it("and its successor goes on with entries, reviews and grants, also a successor's successor", async () => {
    const city = await openCity();
    await city.publish();
    await city.request("R1", "PROVIDER_REVIEW");
    assert.deepEqual(await city.events("root", "leaveDepartment", leave(supplier, { successor: other })), [
      ["departmentChanged", other, "ACTIVE", ""],
      ["departmentChanged", supplier, "LEFT", other],
    ]);
    assert.deepEqual(await city.json("getDepartment", { code: other }), {
      code: other,
      org: "org4.example",
      name: "市民政局",
      level: 1,
      parent: "",
      state: "ACTIVE",
      successor: "",
      isHeir: true,
      revision: 2,
      at: Number(start),
    });
    const deed = (await city.json<object[]>("deedsOf", { subject: `department.${other}` })).at(-1);
    assert.partialDeepStrictEqual(deed, { action: "inheritDepartment", from: "ACTIVE", to: "ACTIVE" });
    assert.equal(await city.refused("approver", "approveRequest", { id: "R1" }), `DIR_LEFT sender: ${supplier}`);
    const heir = forkCity(city);
    await heir.does("outsider", "approveRequest", { id: "R1" });
    await heir.does("outsider", "importEntries", { contents: JSON.stringify([sampleContent()]) });
    assert.equal(
      await city.refused("outsider", "submitRequest", { id: "R2", entry: sampleCode, ...sampleWish() }),
      `DIR_DEPARTMENT entry: ${supplier}`,
    );
    assert.equal(await city.refused("root", "leaveDepartment", leave(other)), "DIR_MISSING successor");
    await city.does("root", "changeMember", {
      uid: city.uid("doubleEditor"),
      department: officials.root.department,
      roles: ["provider"],
      isActive: true,
      reason: "x",
    });
    await city.does("root", "leaveDepartment", leave(other, { successor: officials.root.department }));
    await city.does("doubleEditor", "approveRequest", { id: "R1" });
  });

  it("also one that provides nothing, without anybody after it", async () => {
    const city = await openCity();
    await city.does("root", "leaveDepartment", leave(other));
    assert.partialDeepStrictEqual(await city.json("getDepartment", { code: other }), { state: "LEFT", successor: "" });
  });

  it("and what is refused may be disputed, and is open again", async () => {
    const city = await openCity();
    await city.publish();
    await city.request("R1", "PROVIDER_REVIEW");
    const open = () => city.json("getOpenRequests", { department: supplier, side: "provider" });
    await city.does("approver", "rejectRequest", { id: "R1", ...law });
    assert.deepEqual(await open(), []);
    await city.does("consumer", "disputeRequest", { id: "R1", ...why });
    assert.deepEqual(await open(), ["R1"]);
    await city.does("mediator", "mediateRequest", { id: "R1", outcome: "again", ...why });
    assert.deepEqual(await open(), ["R1"]);
  });
});
