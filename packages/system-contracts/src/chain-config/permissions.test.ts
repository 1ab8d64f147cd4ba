import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { encodeMessage, PolicySchema, ResourcePolicySchema, type ChainConfig } from "@yanta/protocol";
import { configOf, createConfigContext } from "../testing/config-context.ts";
import { refusalOf, runMethod } from "../testing/run-method.ts";

const anyAdmin = encodeMessage(PolicySchema, create(PolicySchema, { rule: "ANY", roleList: ["admin"] }));
const run = (
  method: string,
  parameters: Record<string, string | Uint8Array>,
  prepare?: (config: ChainConfig) => void,
) => runMethod(createConfigContext(prepare), `CHAIN_CONFIG.PERMISSION_${method}`, parameters);
const withPolicy = (config: ChainConfig): void =>
  void config.resourcePolicies.push(create(ResourcePolicySchema, { resourceName: "T-P", policy: { rule: "ALL" } }));
const policiesOf = (config: ChainConfig) =>
  config.resourcePolicies.map(({ resourceName, policy }) => [resourceName, policy?.rule, policy?.roleList]);

describe("PERMISSION_ADD", () => {
  it("adds policies in the order of their names, with roles in upper case", () => {
    const config = configOf(run("ADD", { "T-P": anyAdmin, "A-b": anyAdmin }));
    assert.deepEqual(policiesOf(config), [
      ["A-b", "ANY", ["ADMIN"]],
      ["T-P", "ANY", ["ADMIN"]],
    ]);
  });

  it("refuses known names, unreadable policies, nothing and restricted resources", () => {
    assert.equal(refusalOf(run("ADD", { "T-P": anyAdmin }, withPolicy)), "permission resource_name[T-P] is exist");
    assert.match(refusalOf(run("ADD", { "T-P": Uint8Array.of(0x0a, 0x05) })), /^policy Unmarshal err:/);
    assert.equal(refusalOf(run("ADD", {})), "params is error");
    assert.equal(
      refusalOf(run("ADD", { ARCHIVE: anyAdmin })),
      'add resource policy failed this resourcePolicy is restricted CheckPrincipleValidity err resourcePolicy[resource_name:"ARCHIVE" policy:<rule:"ANY" role_list:"admin" > ]',
    );
    const foreign = encodeMessage(PolicySchema, create(PolicySchema, { rule: "ANY", orgList: ["x"] }));
    assert.match(
      refusalOf(run("ADD", { "T-P": foreign })),
      /^add resource policy failed this resourcePolicy is restricted/,
    );
  });
});

describe("PERMISSION_UPDATE and _DELETE", () => {
  it("replace and remove known policies", () => {
    assert.deepEqual(policiesOf(configOf(run("UPDATE", { "T-P": anyAdmin }, withPolicy))), [["T-P", "ANY", ["ADMIN"]]]);
    assert.deepEqual(policiesOf(configOf(run("DELETE", { "T-P": "" }, withPolicy))), []);
  });

  it("refuse unknown names and nothing", () => {
    const text = "permission resource name does not exist resource_name[X]";
    assert.equal(refusalOf(run("UPDATE", { X: anyAdmin })), text);
    assert.equal(refusalOf(run("DELETE", { X: "" })), text);
    assert.equal(refusalOf(run("UPDATE", {})), "params is error");
    assert.equal(refusalOf(run("DELETE", {})), "params is error");
  });
});

it("PERMISSION_LIST answers a configuration that holds only policies, in stored order, and changes nothing", () => {
  const context = createConfigContext(withPolicy);
  const config = configOf(runMethod(context, "CHAIN_CONFIG.PERMISSION_LIST"));
  assert.deepEqual(policiesOf(config), [["T-P", "ALL", []]]);
  assert.equal(config.chainId, "");
  assert.equal(context.writes.size, 0);
});
