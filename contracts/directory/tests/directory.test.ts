import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, it } from "node:test";
import { loadContract } from "@yanta/contract-testing";
import { createDirectoryClient } from "../build/directory.client.ts";
import { agreement, day, openChainCity, sampleCode, sampleContent, sampleWish, start } from "./city.ts";
import { authority, officials, other, supplier, user } from "./people.ts";

const hash = "d4".repeat(32);

describe("directory", () => {
  it("has the interface that its clients know", async () => {
    const { abi } = await loadContract(import.meta.url);
    const built = JSON.parse(readFileSync(new URL("../build/directory.abi.json", import.meta.url), "utf8"));
    assert.deepEqual(abi, built);
  });

  it("explains every code in English and Chinese, and no other", () => {
    const folder = fileURLToPath(new URL("../assembly", import.meta.url));
    const sources = globSync("*.ts", { cwd: folder }).map((file) => readFileSync(`${folder}/${file}`, "utf8"));
    const used = new Set(sources.flatMap((source) => source.match(/DIR_[A-Z_]+/g) ?? []));
    const messages = JSON.parse(readFileSync(new URL("../data/messages.json", import.meta.url), "utf8")) as Record<
      string,
      Record<string, Record<string, string>>
    >;
    assert.deepEqual(Object.keys(messages), [...used].sort());
    for (const [code, { en, zh }] of Object.entries(messages))
      for (const text of [en?.["message"], en?.["advice"], zh?.["message"], zh?.["advice"]]) assert.ok(text, code);
  });

  it("keeps a whole life on a real chain", async () => {
    const city = await openChainCity();
    await city.publish();
    await city.request("R1", "ACTIVE");
    const delivery = { id: "D1", request: "R1", hash, size: 10, purpose: "涉税事项办理", fields: ["企业名称"] };
    assert.equal(
      await city.asks("checkGrant", { request: "R1", purpose: delivery.purpose, fields: delivery.fields }),
      "",
    );
    await city.does("approver", "deliver", delivery);
    assert.equal(
      await city.refused("consumer", "acknowledge", { id: "D1", hash: agreement, size: 10 }),
      `DIR_DIFFERS hash: ${hash}`,
    );
    await city.does("consumer", "acknowledge", { id: "D1", hash, size: 10 });
    await city.does("approver", "deliver", { ...delivery, id: "D2" });
    await city.does("consumer", "refuseDelivery", { id: "D2", reason: "文件损坏" });
    await city.does("consumer", "openCorrection", { id: "C1", entry: sampleCode, text: "名称有误", field: "企业名称" });
    await city.does("approver", "answerCorrection", { id: "C1", answer: "accept", reason: "属实" });
    await city.publish(sampleContent({ cycle: 1 }), 2);
    assert.match(await city.asks("pendingChange", { request: "R1" }), /"version":2,"fields":\["\*"\]/);
    await city.does("approver", "answerCorrection", { id: "C1", answer: "done", reason: "已改" });
    await city.does("consumer", "endCorrection", { id: "C1", decision: "close", reason: "确认" });
    await city.does("consumer", "confirmChange", { id: "R1", version: 2 });
    await city.does("approver", "suspendAccess", { id: "R1", reason: "核查" });
    await city.does("approver", "resumeAccess", { id: "R1" });
    await city.does("consumer", "completeAccess", { id: "R1" });
    await city.request("R2", "PROVIDER_REVIEW");
    assert.equal(
      await city.refused("doubleConsumer", "approveRequest", { id: "R2" }),
      "DIR_SAME_PERSON approveRequest",
    );
    await city.does("approver", "returnRequest", { id: "R2", reason: "补充材料" });
    city.host.now += 30n * day;
    await city.does("consumer", "resubmitRequest", { id: "R2", ...sampleWish() });
    await city.does("compliance", "takeRequest", { id: "R2" });
    await city.does("compliance", "passRequest", { id: "R2" });
    await city.does("approver", "rejectRequest", { id: "R2", reason: "不符合条件", basis: "第809号令" });
    await city.does("consumer", "disputeRequest", { id: "R2", reason: "有异议" });
    await city.does("mediator", "mediateRequest", { id: "R2", outcome: "again", reason: "重新审查" });
    await city.does("approver", "reviewAgain", { id: "R2" });
    city.host.now += 60n * day;
    assert.match(await city.asks("overdue"), /"subject":"request.R2","rule":"providerReview"/);
    assert.match(
      await city.refused("root", "leaveDepartment", { code: supplier, reason: "改革" }),
      /^DIR_OPEN_REQUESTS successor: R2$/,
    );
    await city.does("root", "leaveDepartment", { code: supplier, reason: "改革", successor: other });
    await city.does("outsider", "approveRequest", { id: "R2" });
    await city.does("consumer", "withdrawRequest", { id: "R2", reason: "不再需要" });
    await city.request("R3", "SUBMITTED");
    await city.does("auditor", "remark", { subject: "request.R2", text: "已核查" });
    await city.does("root", "setRule", { name: "supply", days: 15, pauses: false, source: "第809号令" });
    await city.does("outsider", "unpublishEntry", { code: sampleCode, reason: "停用" });
    assert.equal((await city.json<object[]>("deedsOf", { subject: "request.R2" })).length, 13);
    for (const [method, values] of [
      ["getDepartment", { code: authority }],
      ["getMember", { uid: city.uid("editor") }],
      ["getDuty", { id: "cat-1" }],
      ["getDutiesBelow", { parent: "duty-1" }],
      ["getEntry", { code: sampleCode }],
      ["getContent", { code: sampleCode, version: 2 }],
      ["getEntriesOf", { department: supplier }],
      ["getRequest", { id: "R1" }],
      ["getOpenRequests", { department: user, side: "consumer" }],
      ["getReceipt", { id: "D1" }],
      ["getCorrection", { id: "C1" }],
      ["getRules", {}],
      ["getCalendar", { year: 2026 }],
      ["getIssuer", { org: "org1.example" }],
      ["deadlineAfter", { time: start, days: 3 }],
      ["personalData", { text: "13812345678" }],
    ] as const)
      assert.notEqual(await city.asks(method, values), "", method);

    // Its generated client sees the same.
    const { chain } = city.host;
    const editor = createDirectoryClient(chain.client(city.host.memberOf(officials.outsider)));
    const big = "307003001/2";
    const items = Array.from({ length: 300 }, (_, i) => ({ name: `项${i}`, type: "C", note: "注".repeat(20) }));
    const sent = await editor.importEntries({ contents: JSON.stringify([sampleContent({ code: big, items })]) });
    assert.deepEqual([sent.result, sent.events[0]?.topic], [1, "entryChanged"]);
    assert.ok(sent.gasUsed < 500_000_000n, String(sent.gasUsed));
    assert.deepEqual(await editor.getEntriesOf({ department: supplier }), [sampleCode, big]);
    await assert.rejects(editor.submitEntry({ code: "x" }), /DIR_NONE submitEntry: x/);
  });
});
