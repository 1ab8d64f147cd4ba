import { create } from "@bufbuild/protobuf";
import { TrustMemberConfigSchema } from "@yanta/protocol";
import { isAnyBlank, isBlank, parameterText } from "../parameters.ts";
import { refusalTexts } from "../refusal-texts.ts";
import type { ConfigChange } from "./config-state.ts";

/** TRUST_MEMBER_ADD: trusts one certificate without a chain to a root. */
export const addTrustMember: ConfigChange = (config, parameters) => {
  const orgId = parameterText(parameters, "org_id");
  const memberInfo = parameterText(parameters, "member_info");
  const role = parameterText(parameters, "role");
  const nodeId = parameterText(parameters, "node_id");
  if (isAnyBlank(memberInfo, orgId, role, nodeId)) {
    return `${refusalTexts.params}, add trust member require param [org_id, member_info,role,node_id] not found`;
  }
  if (config.trustMembers.some((member) => member.memberInfo === memberInfo)) {
    return `${refusalTexts.params}, add trsut member failed, the memberinfo[${memberInfo}] already exist in chainconfig`;
  }
  config.trustMembers.push(create(TrustMemberConfigSchema, { memberInfo, orgId, role, nodeId }));
  return undefined;
};

/** TRUST_MEMBER_DELETE: by the exact certificate text. */
export const deleteTrustMember: ConfigChange = (config, parameters) => {
  const memberInfo = parameterText(parameters, "member_info");
  // The text names another parameter, as ChainMaker's does.
  if (isBlank(memberInfo)) return "delete trust member failed, require param [node_id], but not found";
  const index = config.trustMembers.findIndex((member) => member.memberInfo === memberInfo);
  if (index < 0) return `delete trust member failed, param [${memberInfo}] not found from TrustMembers`;
  config.trustMembers.splice(index, 1);
  return undefined;
};
