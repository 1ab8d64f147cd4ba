import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  access,
  agreement,
  type City,
  day,
  forkCity,
  openCity,
  sampleCode,
  sampleContent,
  sampleItems,
  sampleWish,
  start,
  type Values,
} from "./city.ts";
import { type OfficialName, officials, personOf, supplier, user } from "./people.ts";

const hash = "d4".repeat(32);
const fields = ["统一社会信用代码", "企业名称"];
const purpose = "涉税事项办理";
const delivery: Values = { id: "D1", request: "R1", hash, size: 1024, purpose, fields };

async function openGrant(wish: Values = sampleWish(), content: object = sampleContent()) {
  const city = await openCity();
  await city.publish(content);
  await city.request("R1", "ACTIVE", wish);
  return city;
}

/** Publishes the next version of the sample entry; the events of its publication. */
async function republish(city: City, version: number, changes: object) {
  const contents = JSON.stringify([sampleContent(changes)]);
  await city.does("editor", "importEntries", { contents });
  await city.does("editor", "submitEntry", { code: sampleCode });
  await city.does("registrar", "reviewEntry", { code: sampleCode, version, decision: "agree" });
  await city.does("editor", "submitEntry", { code: sampleCode });
  const events = await city.events("registrar", "reviewEntry", { code: sampleCode, version, decision: "agree" });
  return events.filter(([topic]) => topic === "fieldChanged").map(([, ...data]) => data);
}

describe("directory: what a grant allows", () => {
  const check = (city: City, changes: Values = {}) =>
    city.asks("checkGrant", { request: "R1", purpose, fields, ...changes });

  it("is its purpose, its fields, its time and its count", async () => {
    const city = await openGrant();
    assert.equal(await check(city), "");
    assert.equal(await check(city, { fields: ["企业名称"], uses: 3 }), "");
    assert.equal(await check(city, { purpose: "其他" }), "DIR_PURPOSE");
    assert.equal(await check(city, { fields: [] }), "DIR_FIELD");
    assert.equal(await check(city, { fields: ["企业名称", "注册资本"] }), "DIR_FIELD");
    for (const uses of [0, -1, 4, 2_147_483_647]) assert.equal(await check(city, { uses }), "DIR_COUNT");
    assert.equal(await check(city, { request: "R9" }), "DIR_NONE request: R9");
    city.host.now = start + 365n * day - 1n;
    assert.equal(await check(city), "");
    city.host.now += 1n;
    assert.equal(await check(city), "DIR_EXPIRED");
    const waiting = await openCity();
    await waiting.publish();
    await waiting.request("R1", "GRANTED");
    assert.equal(await check(waiting), "DIR_STATE");
  });

  it("is nothing while the entry is out of the directory or a change is not confirmed in time", async () => {
    const city = await openGrant();
    const gone = forkCity(city);
    await gone.does("editor", "unpublishEntry", { code: sampleCode, reason: "停用" });
    assert.equal(await check(gone), "DIR_UNPUBLISHED");
    await republish(city, 2, { items: [{ ...sampleItems[0], length: 20 }, ...sampleItems.slice(1)] });
    assert.equal(await check(city), "");
    const { due } = await city.json<{ due: number }>("pendingChange", { request: "R1" });
    assert.equal(due, Number(start - 9n * 3600n + 15n * day));
    city.host.now = BigInt(due) - 1n;
    assert.equal(await check(city), "");
    city.host.now = BigInt(due);
    assert.equal(await check(city), "DIR_UNCONFIRMED");
    assert.equal(await city.refused("approver", "deliver", delivery), "DIR_UNCONFIRMED deliver");
    await city.does("consumer", "confirmChange", { id: "R1", version: 2 });
    assert.equal(await check(city), "");
  });
});

describe("directory: changes of an entry", () => {
  it("reach every consumer whose fields they touch", async () => {
    const city = await openGrant();
    await city.request("R2", "GRANTED", sampleWish({ fields: ["注册资本"] }));
    await city.request("R3", "AGREED");
    await city.request("R4", "ACTIVE", sampleWish({ fields: ["企业名称"] }));
    await city.does("consumer", "completeAccess", { id: "R4" });
    const [code, name, capital] = sampleItems;
    const told = async (changes: object) => republish(forkCity(city), 2, changes);
    assert.deepEqual(await told({ items: [code, { ...name, length: 300 }, capital] }), [
      [sampleCode, "2", "R1", '["企业名称"]'],
    ]);
    assert.deepEqual(await told({ items: [name, capital] }), [[sampleCode, "2", "R1", '["统一社会信用代码"]']]);
    assert.deepEqual(await told({ items: [code, name] }), [[sampleCode, "2", "R2", '["注册资本"]']]);
    assert.deepEqual(await told({ items: [{ ...code, type: "G" }, name, { ...capital, note: "万元" }] }), [
      [sampleCode, "2", "R1", '["统一社会信用代码"]'],
      [sampleCode, "2", "R2", '["注册资本"]'],
    ]);
    assert.deepEqual(await told({ items: [...sampleItems, { name: "新项", type: "C" }], name: "新名" }), []);
    for (const changes of [{ format: 2 }, { cycle: 3 }, { sharing: { type: 1, mode: 3 } }])
      assert.deepEqual(await told(changes), [
        [sampleCode, "2", "R1", '["*"]'],
        [sampleCode, "2", "R2", '["*"]'],
      ]);
  });

  it("wait for the consumer, who confirms the version that is published", async () => {
    const city = await openGrant();
    const pending = () => city.json("pendingChange", { request: "R1" });
    assert.deepEqual(await pending(), { version: 1, fields: [], due: 0, isOverdue: false });
    await republish(city, 2, { cycle: 1 });
    await republish(city, 3, { cycle: 1, items: [{ ...sampleItems[0], note: "注" }, ...sampleItems.slice(1)] });
    const due = Number(start - 9n * 3600n + 15n * day);
    assert.deepEqual(await pending(), { version: 3, fields: ["*", "统一社会信用代码"], due, isOverdue: false });
    city.host.now = BigInt(due);
    assert.deepEqual(await pending(), { version: 3, fields: ["*", "统一社会信用代码"], due, isOverdue: true });
    for (const version of [2, 4, 1])
      assert.equal(await city.refused("consumer", "confirmChange", { id: "R1", version }), "DIR_VERSION version");
    assert.deepEqual(await city.events("consumer", "confirmChange", { id: "R1", version: 3 }), [
      ["requestChanged", "R1", sampleCode, "confirmChange", "ACTIVE", "ACTIVE", "9"],
    ]);
    assert.deepEqual(await pending(), { version: 3, fields: [], due: 0, isOverdue: false });
    assert.equal(await city.refused("consumer", "confirmChange", { id: "R1", version: 3 }), "DIR_VERSION version");
    assert.equal(await city.asks("pendingChange", { request: "R9" }), "DIR_NONE request: R9");
  });

  it("tell of an entry that goes, and compare with the last published version when it comes back", async () => {
    const city = await openGrant();
    const events = await city.events("editor", "unpublishEntry", { code: sampleCode, reason: "停用" });
    assert.deepEqual(events[0], ["fieldChanged", sampleCode, "0", "R1", '["*"]']);
    assert.deepEqual(await city.json("pendingChange", { request: "R1" }), {
      version: 0,
      fields: ["*"],
      due: 0,
      isOverdue: true,
    });
    assert.equal(await city.refused("consumer", "confirmChange", { id: "R1", version: 0 }), "DIR_VERSION version");
    assert.deepEqual(await republish(city, 2, { format: 1 }), [[sampleCode, "2", "R1", '["*"]']]);
  });
});

describe("directory: receipts", () => {
  interface StoredReceipt {
    readonly state: string;
    readonly revision: number;
  }
  const receiptOf = (city: City) => city.json<StoredReceipt>("getReceipt", { id: "D1" });
  const usedOf = async (city: City) => (await city.json<{ used: number }>("getRequest", { id: "R1" })).used;

  it("are signed by both sides over hash, size, agreement, purpose and time", async () => {
    const city = await openGrant();
    city.host.now += 60n;
    assert.deepEqual(await city.events("approver", "deliver", { ...delivery, uses: 2 }), [
      ["requestChanged", "R1", sampleCode, "deliver", "ACTIVE", "ACTIVE", "9"],
      ["receiptChanged", "D1", "R1", "DELIVERED", hash],
    ]);
    city.host.now += 60n;
    assert.deepEqual(await city.events("consumer", "acknowledge", { id: "D1", hash, size: 1024 }), [
      ["receiptChanged", "D1", "R1", "ACKNOWLEDGED", hash],
    ]);
    assert.deepEqual(await receiptOf(city), {
      id: "D1",
      request: "R1",
      agreement,
      hash,
      size: 1024,
      uses: 2,
      purpose,
      fields,
      state: "ACKNOWLEDGED",
      providerUid: city.uid("approver"),
      deliveredAt: Number(start + 60n),
      consumerUid: city.uid("consumer"),
      answeredAt: Number(start + 120n),
      revision: 2,
    });
    assert.equal(await usedOf(city), 2);
    const none = { rule: "", startedAt: 0, days: 0, due: 0, isPaused: false, isProvisional: false };
    const person = (who: OfficialName) => personOf(officials[who]);
    assert.deepEqual(await city.json("getRequest", { id: "R1" }), {
      id: "R1",
      entry: sampleCode,
      version: 1,
      confirmedVersion: 1,
      consumer: user,
      provider: supplier,
      state: "ACTIVE",
      fields,
      purpose,
      until: Number(start + 365n * day),
      usesMax: 3,
      used: 2,
      agreement,
      consumerSigned: true,
      providerSigned: true,
      access,
      suspendedAt: 0,
      outcome: "",
      revision: 9,
      at: Number(start + 60n),
      hands: [`consumer ${person("consumer")}`, `compliance ${person("compliance")}`, `provider ${person("approver")}`],
      clock: none,
      heldClock: none,
    });
    const deeds = await city.json<{ action: string; from: string; to: string; at: number }[]>("deedsOf", {
      subject: "receipt.D1",
    });
    assert.deepEqual(
      deeds.map(({ action, from, to, at }) => [action, from, to, at]),
      [
        ["deliver", "", "DELIVERED", Number(start + 60n)],
        ["acknowledge", "DELIVERED", "ACKNOWLEDGED", Number(start + 120n)],
      ],
    );
    assert.equal(await city.asks("getReceipt", { id: "D2" }), "DIR_NONE id: D2");
  });

  it("are refused when they are not what was delivered", async () => {
    const city = await openGrant();
    await city.does("approver", "deliver", delivery);
    const answer = (changes: Values) =>
      city.refused("consumer", "acknowledge", { id: "D1", hash, size: 1024, ...changes });
    assert.equal(await answer({ hash: agreement }), `DIR_DIFFERS hash: ${hash}`);
    assert.equal(await answer({ size: 1 }), "DIR_DIFFERS size: 1024");
    assert.equal(await answer({ id: "D2" }), "DIR_NONE id: D2");
    assert.equal(
      await city.refused("outsider", "acknowledge", { id: "D1", hash, size: 1024 }),
      "DIR_DEPARTMENT acknowledge: " + (await city.json<{ consumer: string }>("getRequest", { id: "R1" })).consumer,
    );
    assert.equal(
      await city.refused("approver", "acknowledge", { id: "D1", hash, size: 1024 }),
      "DIR_ROLE acknowledge: consumer",
    );
    assert.equal(
      await city.refused("approver", "refuseDelivery", { id: "D1", reason: "x" }),
      "DIR_ROLE refuseDelivery: consumer",
    );
    assert.equal(await city.refused("consumer", "refuseDelivery", { id: "D1", reason: "" }), "DIR_MISSING reason");
    assert.equal(
      await city.refused("consumer", "refuseDelivery", { id: "D1", reason: "x".repeat(501) }),
      "DIR_LENGTH reason",
    );
    assert.equal(await usedOf(city), 1);
    assert.deepEqual(await city.events("consumer", "refuseDelivery", { id: "D1", reason: "x".repeat(500) }), [
      ["requestChanged", "R1", sampleCode, "refuseDelivery", "ACTIVE", "ACTIVE", "10"],
      ["receiptChanged", "D1", "R1", "REFUSED", hash],
    ]);
    assert.equal(await usedOf(city), 0);
    const deed = (await city.json<object[]>("deedsOf", { subject: "receipt.D1" })).at(-1);
    assert.partialDeepStrictEqual(deed, {
      action: "refuseDelivery",
      from: "DELIVERED",
      to: "REFUSED",
      reason: "x".repeat(500),
    });
    assert.equal(await answer({}), "DIR_STATE acknowledge: REFUSED");
    assert.equal(
      await city.refused("consumer", "refuseDelivery", { id: "D1", reason: "x" }),
      "DIR_STATE refuseDelivery: REFUSED",
    );
  });

  it("are for what is granted only", async () => {
    const city = await openGrant();
    const refused = (changes: Values) => city.refused("approver", "deliver", { ...delivery, ...changes });
    assert.equal(await refused({ id: "" }), "DIR_MISSING id");
    assert.equal(await refused({ hash: "x" }), "DIR_FORMAT hash");
    assert.equal(await refused({ size: -1 }), "DIR_FORMAT size");
    assert.equal(await refused({ request: "R2" }), "DIR_NONE id: R2");
    assert.equal(await refused({ purpose: "其他" }), "DIR_PURPOSE deliver");
    assert.equal(await refused({ fields: ["注册资本"] }), "DIR_FIELD deliver");
    assert.equal(await refused({ uses: 4 }), "DIR_COUNT deliver");
    assert.equal(await city.refused("outsider", "deliver", delivery), `DIR_DEPARTMENT deliver: ${supplier}`);
    assert.equal(await city.refused("doubleConsumer", "deliver", delivery), "DIR_SAME_PERSON deliver");
    await city.does("approver", "deliver", { ...delivery, size: 0 });
    assert.equal(await refused({}), "DIR_EXISTS id: D1");
    await city.does("approver", "deliver", { ...delivery, id: "D2", uses: 2 });
    assert.equal(await refused({ id: "D3" }), "DIR_COUNT deliver");
    await city.does("approver", "suspendAccess", { id: "R1", reason: "核查" });
    assert.equal(await refused({ id: "D3" }), "DIR_STATE deliver: SUSPENDED");
    // What was delivered before a suspension can still be acknowledged, and so it is after the clock went back.
    city.host.now = start - 100n;
    await city.does("consumer", "acknowledge", { id: "D1", hash, size: 0 });
    assert.partialDeepStrictEqual(await receiptOf(city), { answeredAt: Number(start) });
  });
});
