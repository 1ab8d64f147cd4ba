import { admin, majority, signTx, testOrgIds } from "@yanta/chain/testing";
import { bindingParameter } from "@yanta/consensus/cometbft";
import { testEngineBinding } from "@yanta/consensus/testing";
import type { TxView } from "@yanta/protocol";

/** Added to an organisation's number: the seed of the key that its engine votes with after a rotation. */
export const rotatedKeyOffset = 50;

/** The organisations whose nodes come and go; the first two stay, so that some are always left to vote. */
const movable = [3, 4];

/**
 * Changes of the chain's configuration that every run draws from: nodes lose and get their votes, keys are rotated, blocks become smaller, and some that
 * must be refused. Signed once. Which of them succeed depends on their order: an organisation that is away cannot leave.
 */
export const governanceTxs: readonly TxView[] = [
  ...movable.flatMap((org) => [leave(org, "a"), leave(org, "b"), join(org, "a"), join(org, "b")]),
  ...[1, 3].map((org) => rotate(org)),
  configTx("smaller", "BLOCK_UPDATE", { block_tx_capacity: "3" }),
  // No binding says which key the engine of this node votes with: refused.
  configTx("unbound", "NODE_ID_ADD", {
    org_id: testOrgIds[0] ?? "",
    node_ids: "QmcQHCuAXaFkbcsPUj7e37hXXfZ9DdN7bozseo5oX4qiC4",
  }),
  configTx("stolen", "CONSENSUS_EXT_ADD", {
    [bindingParameter(testEngineBinding(2)).key]: bindingParameter(testEngineBinding(4)).value,
  }),
];

function leave(org: number, run: string): TxView {
  return configTx(`leave-${org}${run}`, "NODE_ORG_DELETE", { org_id: testOrgIds[org - 1] ?? "" });
}

function join(org: number, run: string): TxView {
  const { orgId, nodeId } = testEngineBinding(org);
  return configTx(`join-${org}${run}`, "NODE_ORG_ADD", { org_id: orgId, node_ids: nodeId });
}

function rotate(org: number): TxView {
  const { key, value } = bindingParameter(testEngineBinding(org, org + rotatedKeyOffset, 2));
  return configTx(`rotate-${org}`, "CONSENSUS_EXT_ADD", { [key]: value });
}

function configTx(txId: string, method: string, parameters: Readonly<Record<string, string>>): TxView {
  return signTx({ sender: admin, endorsers: majority, txId, contract: "CHAIN_CONFIG", method, parameters });
}
