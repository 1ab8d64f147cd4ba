import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { consensus, type ChainConfig } from "@yanta/protocol";
import { configOf, createConfigContext } from "../testing/config-context.ts";
import { nodeIdOf, orgIdOf } from "../testing/test-identities.ts";
import { refusalOf, runMethod } from "../testing/run-method.ts";

const org1 = orgIdOf(1);
const node5 = nodeIdOf(5);

function change(method: string, parameters: Record<string, string>, prepare?: (config: ChainConfig) => void) {
  return runMethod(createConfigContext(prepare), `CHAIN_CONFIG.${method}`, parameters);
}

const asRaft = (config: ChainConfig): void => {
  if (config.consensus !== undefined) config.consensus.type = consensus.ConsensusType.RAFT;
};

describe("NODE_ID_ADD", () => {
  it("adds trimmed ids to a known organisation", () => {
    const config = configOf(change("NODE_ID_ADD", { org_id: org1, node_ids: ` ${node5},${nodeIdOf(6)} ` }));
    assert.deepEqual(config.consensus?.nodes[0]?.nodeId, [nodeIdOf(1), node5, nodeIdOf(6)]);
  });

  it("refuses missing parameters, unknown organisations, ids taken and no ids", () => {
    assert.equal(
      refusalOf(change("NODE_ID_ADD", {})),
      "add node id failed, require param [org_id, node_ids], but not found",
    );
    assert.equal(
      refusalOf(change("NODE_ID_ADD", { org_id: "x", node_ids: node5 })),
      "add node id failed, param [x] not found from nodes",
    );
    assert.equal(refusalOf(change("NODE_ID_ADD", { org_id: org1, node_ids: nodeIdOf(2) })), "node id existed");
    assert.equal(refusalOf(change("NODE_ID_ADD", { org_id: org1, node_ids: "QmX" })), "wrong node id set");
  });
});

describe("NODE_ID_UPDATE", () => {
  it("replaces one id", () => {
    const config = configOf(change("NODE_ID_UPDATE", { org_id: org1, node_id: nodeIdOf(1), new_node_id: node5 }));
    assert.deepEqual(config.consensus?.nodes[0]?.nodeId, [node5]);
  });

  it("refuses what is missing or unknown, and RAFT", () => {
    const parameters = { org_id: org1, node_id: "n", new_node_id: node5 };
    assert.equal(
      refusalOf(change("NODE_ID_UPDATE", {})),
      "update node id failed, require param [org_id, node_id, new_node_id], but not found",
    );
    assert.equal(
      refusalOf(change("NODE_ID_UPDATE", { ...parameters, org_id: "x" })),
      "update node id failed, param orgId[x] not found from nodes",
    );
    assert.equal(
      refusalOf(change("NODE_ID_UPDATE", parameters)),
      `update node id failed, param orgId[${org1}] addr[n] not found from nodes`,
    );
    const raft = "raft consensus does not support update node id, please use delete and add operation";
    assert.equal(refusalOf(change("NODE_ID_UPDATE", parameters, asRaft)), raft);
  });
});

describe("NODE_ID_DELETE", () => {
  it("removes one of two ids", () => {
    const prepare = (config: ChainConfig): void => void config.consensus?.nodes[0]?.nodeId.push(node5);
    assert.deepEqual(
      configOf(change("NODE_ID_DELETE", { org_id: org1, node_id: node5 }, prepare)).consensus?.nodes[0]?.nodeId,
      [nodeIdOf(1)],
    );
  });

  it("refuses what is missing or unknown", () => {
    assert.equal(
      refusalOf(change("NODE_ID_DELETE", {})),
      "delete node id failed, require param [org_id, node_id], but not found",
    );
    assert.equal(
      refusalOf(change("NODE_ID_DELETE", { org_id: "x", node_id: "n" })),
      "delete node id failed, param orgId[x] not found from nodes",
    );
    assert.equal(
      refusalOf(change("NODE_ID_DELETE", { org_id: org1, node_id: "n" })),
      `delete node id failed, param orgId[${org1}] addr[n] not found from nodes`,
    );
  });
});

describe("NODE_ORG_ADD, _UPDATE, _DELETE", () => {
  it("add, replace and remove an organisation's nodes", () => {
    const withoutLast = (config: ChainConfig): void => void config.consensus?.nodes.pop();
    const added = configOf(change("NODE_ORG_ADD", { org_id: orgIdOf(4), node_ids: `${node5}, ` }, withoutLast));
    assert.deepEqual(added.consensus?.nodes.at(-1)?.nodeId, [node5]);
    const updated = configOf(change("NODE_ORG_UPDATE", { org_id: org1, node_ids: `${node5},${nodeIdOf(6)}` }));
    assert.deepEqual(updated.consensus?.nodes[0]?.nodeId, [node5, nodeIdOf(6)]);
    const deleted = configOf(change("NODE_ORG_DELETE", { org_id: org1 }));
    assert.deepEqual(
      deleted.consensus?.nodes.map((node) => node.orgId),
      [2, 3, 4].map(orgIdOf),
    );
  });

  it("refuse what is missing, known or unknown", () => {
    assert.equal(
      refusalOf(change("NODE_ORG_ADD", {})),
      "add node org failed, require param [org_id, node_ids], but not found",
    );
    assert.equal(refusalOf(change("NODE_ORG_ADD", { org_id: org1, node_ids: node5 })), "org_id is exist");
    assert.equal(
      refusalOf(change("NODE_ORG_ADD", { org_id: orgIdOf(5), node_ids: node5 })),
      `org id(${orgIdOf(5)}) not in trust roots config`,
    );
    assert.equal(refusalOf(change("NODE_ORG_ADD", { org_id: orgIdOf(5), node_ids: "," })), "params is error");
    assert.equal(
      refusalOf(change("NODE_ORG_UPDATE", {})),
      "update node org failed, require param [org_id, node_ids], but not found",
    );
    assert.equal(
      refusalOf(change("NODE_ORG_UPDATE", { org_id: "x", node_ids: node5 })),
      "update node org failed, param orgId[x] not found from nodes",
    );
    assert.equal(refusalOf(change("NODE_ORG_UPDATE", { org_id: org1, node_ids: "," })), "params is error");
    assert.equal(
      refusalOf(change("NODE_ORG_DELETE", {})),
      "delete node org failed, require param [org_id], but not found",
    );
    assert.equal(
      refusalOf(change("NODE_ORG_DELETE", { org_id: "x" })),
      "delete node org failed, param orgId[x] not found from nodes",
    );
    const onlyOne = (config: ChainConfig): void => void config.consensus?.nodes.splice(1);
    assert.equal(refusalOf(change("NODE_ORG_DELETE", { org_id: org1 }, onlyOne)), "there is at least one org");
  });

  it("keep two nodes for RAFT over keys", () => {
    const prepare = (config: ChainConfig): void => {
      asRaft(config);
      config.authType = "permissionedWithKey";
      config.consensus?.nodes.splice(2);
    };
    const text = "raft use pubkey, when delete nodes, the remaining consensus nodes counts need >= 2";
    assert.equal(refusalOf(change("NODE_ORG_DELETE", { org_id: org1 }, prepare)), text);
    assert.equal(refusalOf(change("NODE_ID_DELETE", { org_id: org1, node_id: nodeIdOf(1) }, prepare)), text);
  });
});
