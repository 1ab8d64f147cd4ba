import assert from "node:assert/strict";
import { it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { TrustMemberConfigSchema } from "@yanta/protocol";
import { configOf, createConfigContext } from "../testing/config-context.ts";
import { orgIdOf, userPem } from "../testing/test-identities.ts";
import { refusalOf, runMethod } from "../testing/run-method.ts";

const member = { org_id: orgIdOf(5), member_info: userPem(5, "client1"), role: "client", node_id: "n1" };
const stored = { orgId: orgIdOf(5), memberInfo: member.member_info, role: "client", nodeId: "n1" };

it("TRUST_MEMBER_ADD adds a member once", () => {
  const config = configOf(runMethod(createConfigContext(), "CHAIN_CONFIG.TRUST_MEMBER_ADD", member));
  const [entry] = config.trustMembers;
  assert.deepEqual(
    { orgId: entry?.orgId, memberInfo: entry?.memberInfo, role: entry?.role, nodeId: entry?.nodeId },
    stored,
  );
  const again = createConfigContext((next) => next.trustMembers.push(create(TrustMemberConfigSchema, stored)));
  const text = `params is error, add trsut member failed, the memberinfo[${member.member_info}] already exist in chainconfig`;
  assert.equal(refusalOf(runMethod(again, "CHAIN_CONFIG.TRUST_MEMBER_ADD", member)), text);
});

it("TRUST_MEMBER_ADD refuses missing parameters", () => {
  const text = "params is error, add trust member require param [org_id, member_info,role,node_id] not found";
  assert.equal(
    refusalOf(runMethod(createConfigContext(), "CHAIN_CONFIG.TRUST_MEMBER_ADD", { ...member, role: "" })),
    text,
  );
});

it("TRUST_MEMBER_DELETE removes by the exact text", () => {
  const context = createConfigContext((config) => config.trustMembers.push(create(TrustMemberConfigSchema, stored)));
  assert.equal(
    configOf(runMethod(context, "CHAIN_CONFIG.TRUST_MEMBER_DELETE", { member_info: member.member_info })).trustMembers
      .length,
    0,
  );
  const refusal = (parameters: Record<string, string>) =>
    refusalOf(runMethod(createConfigContext(), "CHAIN_CONFIG.TRUST_MEMBER_DELETE", parameters));
  assert.equal(refusal({}), "delete trust member failed, require param [node_id], but not found");
  assert.equal(refusal({ member_info: "x" }), "delete trust member failed, param [x] not found from TrustMembers");
});
