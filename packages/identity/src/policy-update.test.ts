import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { ResourcePolicySchema, type ResourcePolicy } from "@yanta/protocol";
import { checkPolicyUpdate } from "./policy-update.ts";

function entry(resourceName: string, rule: string, orgList: string[] = [], roleList: string[] = []): ResourcePolicy {
  return create(ResourcePolicySchema, { resourceName, policy: { rule, orgList, roleList } });
}

describe("checkPolicyUpdate", () => {
  const orgIds = new Set(["org1", "org2"]);
  const check = (resourcePolicy: ResourcePolicy): string | undefined =>
    checkPolicyUpdate(resourcePolicy, orgIds)?.message;

  it("accepts every rule on a contract's method", () => {
    for (const rule of ["ANY", "ALL", "MAJORITY", "FORBIDDEN", "DELETE", "2", "3/4"])
      assert.equal(check(entry("fact-save", rule, ["org1"], ["CLIENT"])), undefined, rule);
  });
  it("keeps restrained resources as they are", () => {
    for (const name of ["ALL_TEST", "P2P", "CONSENSUS", "QUERY_CONTRACT", "INVOKE_CONTRACT", "SUBSCRIBE", "ARCHIVE"]) {
      assert.equal(
        check(entry(name, "ANY")),
        `bad configuration: should not modify the access policy of the resource: ${name}`,
      );
    }
  });
  it("needs a policy", () => {
    assert.equal(
      check(create(ResourcePolicySchema, { resourceName: "fact-save" })),
      "bad configuration: access principle should not be nil when modifying access control configurations",
    );
  });
  it("wants known organisations, each once", () => {
    assert.equal(
      check(entry("fact-save", "ANY", ["org9"])),
      "bad configuration: configured organization list contains unknown organization [org9]",
    );
    assert.equal(
      check(entry("fact-save", "ANY", ["org1", "org1"])),
      "bad configuration: duplicated entries [org1] in organization list",
    );
  });
  it("allows SELF only for an organisation's own root and node, by ADMIN", () => {
    assert.equal(check(entry("CHAIN_CONFIG-TRUST_ROOT_UPDATE", "SELF", [], ["ADMIN"])), undefined);
    assert.equal(check(entry("CHAIN_CONFIG-NODE_ID_UPDATE", "SELF", [], ["ADMIN"])), undefined);
    assert.equal(
      check(entry("CHAIN_CONFIG-NODE_ID_UPDATE", "SELF", [], ["ADMIN", "CLIENT"])),
      "bad configuration: the access rule.RoleList of [CHAIN_CONFIG-NODE_ID_UPDATE] should be [ADMIN]",
    );
    assert.equal(
      check(entry("fact-save", "SELF", [], ["ADMIN"])),
      "bad configuration: the access rule of [fact-save] should not be [SELF]",
    );
  });
  it("refuses other rules", () => {
    for (const rule of ["", "any", "1.5", "x/2", "1/0", "-1/2", "1/2/3", " 1"])
      assert.equal(check(entry("fact-save", rule)), `bad configuration: unsupported rule [${rule}]`);
  });
});
