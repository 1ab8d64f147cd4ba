import { create } from "@bufbuild/protobuf";
import { consensus, OrgConfigSchema, type ChainConfig, type OrgConfig } from "@yanta/protocol";
import { isAnyBlank, isBlank, parameterText } from "../parameters.ts";
import { refusalTexts } from "../refusal-texts.ts";
import { isCertificateMode } from "./auth-mode.ts";
import type { ConfigChange } from "./config-state.ts";

const raftUpdateRefusal = "raft consensus does not support update node id, please use delete and add operation";

/** NODE_ID_ADD: more consensus nodes of an organisation that has some. Unique ids are the verification's business. */
export const addNodeIds: ConfigChange = (config, parameters) => {
  const orgId = parameterText(parameters, "org_id");
  const nodeIds = parameterText(parameters, "node_ids");
  if (isAnyBlank(orgId, nodeIds)) return "add node id failed, require param [org_id, node_ids], but not found";
  const org = findOrg(config, orgId);
  if (org === undefined) return `add node id failed, param [${orgId}] not found from nodes`;
  org.nodeId.push(...nodeIds.split(",").map((nodeId) => nodeId.trim()));
  return undefined;
};

/** NODE_ID_UPDATE: one node's id changes. */
export const updateNodeId: ConfigChange = (config, parameters) => {
  if (isRaft(config)) return raftUpdateRefusal;
  const orgId = parameterText(parameters, "org_id");
  const nodeId = parameterText(parameters, "node_id");
  const newNodeId = parameterText(parameters, "new_node_id");
  if (isAnyBlank(orgId, nodeId, newNodeId))
    return "update node id failed, require param [org_id, node_id, new_node_id], but not found";
  const org = findOrg(config, orgId);
  if (org === undefined) return `update node id failed, param orgId[${orgId}] not found from nodes`;
  const index = org.nodeId.indexOf(nodeId.trim());
  if (index < 0) return `update node id failed, param orgId[${orgId}] addr[${nodeId.trim()}] not found from nodes`;
  org.nodeId[index] = newNodeId.trim();
  return undefined;
};

/** NODE_ID_DELETE. */
export const deleteNodeId: ConfigChange = (config, parameters) => {
  const orgId = parameterText(parameters, "org_id");
  const nodeId = parameterText(parameters, "node_id");
  if (isAnyBlank(orgId, nodeId)) return "delete node id failed, require param [org_id, node_id], but not found";
  const refusal = refuseTooFewRaftNodes(
    config,
    (node) => node !== nodeId,
    () => true,
  );
  if (refusal !== undefined) return refusal;
  const org = findOrg(config, orgId);
  if (org === undefined) return `delete node id failed, param orgId[${orgId}] not found from nodes`;
  const index = org.nodeId.indexOf(nodeId);
  if (index < 0) return `delete node id failed, param orgId[${orgId}] addr[${nodeId}] not found from nodes`;
  org.nodeId.splice(index, 1);
  return undefined;
};

/** NODE_ORG_ADD: consensus nodes of one more organisation. */
export const addNodeOrg: ConfigChange = (config, parameters) => {
  const orgId = parameterText(parameters, "org_id");
  const nodeIds = parameterText(parameters, "node_ids");
  if (isAnyBlank(orgId, nodeIds)) return "add node org failed, require param [org_id, node_ids], but not found";
  if (findOrg(config, orgId) !== undefined) return "org_id is exist";
  const ids = splitNodeIds(nodeIds);
  if (ids.length === 0) return refusalTexts.params;
  config.consensus?.nodes.push(create(OrgConfigSchema, { orgId, nodeId: ids }));
  return undefined;
};

/** NODE_ORG_UPDATE: replaces all nodes of an organisation. */
export const updateNodeOrg: ConfigChange = (config, parameters) => {
  if (isRaft(config)) return raftUpdateRefusal;
  const orgId = parameterText(parameters, "org_id");
  const nodeIds = parameterText(parameters, "node_ids");
  if (isAnyBlank(orgId, nodeIds)) return "update node org failed, require param [org_id, node_ids], but not found";
  const org = findOrg(config, orgId);
  if (org === undefined) return `update node org failed, param orgId[${orgId}] not found from nodes`;
  const ids = splitNodeIds(nodeIds);
  if (ids.length === 0) return refusalTexts.params;
  org.nodeId = ids;
  return undefined;
};

/** NODE_ORG_DELETE: removes an organisation's nodes; one organisation must stay. */
export const deleteNodeOrg: ConfigChange = (config, parameters) => {
  const orgId = parameterText(parameters, "org_id");
  if (isBlank(orgId)) return "delete node org failed, require param [org_id], but not found";
  const refusal = refuseTooFewRaftNodes(
    config,
    () => true,
    (org) => org !== orgId,
  );
  if (refusal !== undefined) return refusal;
  const nodes = config.consensus?.nodes ?? [];
  if (nodes.length === 1) return "there is at least one org";
  const index = nodes.findIndex((org) => org.orgId === orgId);
  if (index < 0) return `delete node org failed, param orgId[${orgId}] not found from nodes`;
  nodes.splice(index, 1);
  return undefined;
};

function findOrg(config: ChainConfig, orgId: string): OrgConfig | undefined {
  return config.consensus?.nodes.find((org) => org.orgId === orgId);
}

function splitNodeIds(text: string): string[] {
  return text
    .split(",")
    .map((nodeId) => nodeId.trim())
    .filter((nodeId) => nodeId !== "");
}

function isRaft(config: ChainConfig): boolean {
  return config.consensus?.type === consensus.ConsensusType.RAFT;
}

/** RAFT over bare keys must keep two nodes. */
function refuseTooFewRaftNodes(
  config: ChainConfig,
  staysNode: (nodeId: string) => boolean,
  staysOrg: (orgId: string) => boolean,
): string | undefined {
  if (!isRaft(config) || isCertificateMode(config)) return undefined;
  const staying = (config.consensus?.nodes ?? [])
    .filter((org) => staysOrg(org.orgId))
    .flatMap((org) => org.nodeId.filter(staysNode));
  return staying.length < 2
    ? "raft use pubkey, when delete nodes, the remaining consensus nodes counts need >= 2"
    : undefined;
}
