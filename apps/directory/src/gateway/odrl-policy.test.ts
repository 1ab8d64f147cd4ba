import assert from "node:assert/strict";
import { it } from "node:test";
import { brokenConstraint, type GrantedRequest, policyOf, type Use } from "./odrl-policy.ts";

const request: GrantedRequest = {
  id: "R1",
  entry: "307003001/000001",
  consumer: "C",
  provider: "P",
  state: "ACTIVE",
  fields: ["a", "b"],
  purpose: "tax",
  until: 2000,
  usesMax: 3,
  used: 1,
  agreement: "",
};
const use: Use = { purpose: "tax", fields: ["b"], uses: 1, at: 1999 };
const broken = (change: Partial<Use>, used = 1): string | undefined =>
  brokenConstraint(policyOf(request), { ...use, ...change }, used);

it("says a grant as an ODRL agreement", () => {
  const policy = policyOf(request);
  assert.equal(policy["@type"], "Agreement");
  assert.equal(policy.permission[0].target, "urn:yanta:directory:entry:307003001/000001");
  assert.deepEqual(
    policy.permission[0].constraint.map(({ leftOperand, operator }) => `${leftOperand} ${operator}`),
    ["purpose eq", "dateTime lt", "count lteq", "yanta:field isAllOf"],
  );
});

it("names the first constraint that a use breaks", () => {
  assert.equal(broken({}), undefined);
  assert.equal(broken({ uses: 2 }), undefined);
  assert.equal(broken({ purpose: "Tax" }), "purpose eq tax");
  assert.equal(broken({ at: 2000 }), "dateTime lt 1970-01-01T00:33:20.000Z");
  for (const uses of [3, 0, -1, 0.5, Number.NaN]) assert.equal(broken({ uses }), "count lteq 3", String(uses));
  assert.equal(broken({}, 3), "count lteq 3");
  assert.equal(broken({ fields: ["a", "c"] }), "yanta:field isAllOf a, b");
  assert.equal(broken({ fields: [] }), "yanta:field isAllOf a, b");
});
