import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { utf8ToBytes } from "@yanta/bytes";
import { accessControl, admin, client, endorse, now, type Person } from "./testing/test-network.ts";

describe("multi-sign", () => {
  const payload = utf8ToBytes("the request's payload");
  const resource = "CONTRACT_MANAGE-FREEZE_CONTRACT";
  const control = accessControl();
  const votes = (...people: readonly Person[]) => people.map((who) => endorse(who, payload));
  const judge = (agree: readonly Person[], reject: readonly Person[], name = resource, on = control) =>
    on.judgeMultiSign(name, payload, votes(...agree), votes(...reject), now);

  it("needs a policy that is not SELF", () => {
    assert.equal(control.checkMultiSignResource(resource), undefined);
    assert.equal(
      control.checkMultiSignResource("fact-save")?.message,
      "this resource[fact-save] doesn't support to online multi sign",
    );
    assert.equal(
      control.checkMultiSignResource("CHAIN_CONFIG-NODE_ID_UPDATE")?.message,
      "this resource[CHAIN_CONFIG-NODE_ID_UPDATE] is the self rule and doesn't support to online multi sign",
    );
  });
  it("passes with enough agreement", () => {
    assert.equal(judge([], []), "processing");
    assert.equal(judge([admin(1), admin(2)], []), "processing");
    assert.equal(judge([admin(1), admin(2), admin(3)], [admin(4)]), "passed");
  });
  it("is refused by the same policy, or by half of the organisations' number", () => {
    assert.equal(judge([admin(4)], [admin(1)]), "processing");
    assert.equal(judge([admin(4)], [admin(1), admin(2)]), "refused");
    assert.equal(judge([admin(4)], [client(1), client(2)]), "refused");
    assert.equal(judge([], [admin(1), admin(2), admin(3)]), "refused");
    assert.equal(judge([], [client(1), client(2), client(3)]), "processing");
    assert.equal(judge([], [admin(1)], "CONTRACT_MANAGE-INIT_CONTRACT"), "refused");
  });
  it("does not count votes whose signature is another's", () => {
    const forged = [1, 2, 3].map((number) => endorse(admin(number), payload, { isForged: true }));
    assert.equal(control.judgeMultiSign(resource, payload, forged, [], now), "processing");
  });
  it("has nothing to judge without a policy", () => {
    assert.equal(judge([admin(1)], [], "fact-save"), "processing");
  });
});
