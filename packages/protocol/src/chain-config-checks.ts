import { create } from "@bufbuild/protobuf";
import { parsePemBlocks, parsePublicKey } from "@yanta/crypto";
import { blockVersionFromText, blockVersions } from "./block-version.ts";
import {
  type ChainConfig,
  ConsensusTurboConfigSchema,
  ContractConfigSchema,
  type OrgConfig,
  type ResourcePolicy,
  VmSchema,
} from "./gen/config/chain_config_pb.js";
import { ConsensusType } from "./gen/consensus/consensus_pb.js";
import { isChainId } from "./names.ts";

/** Runtimes of a chain whose configuration has no `vm` section, in this order. Spec: config.md §1. */
export const defaultVmSupportList: readonly string[] = ["wasmer", "evm", "gasm", "wxvm", "dockergo"];

const defaultAuthType = "permissionedWithCert";
const publicOrgId = "public";
const txTimeoutMin = 600;
const blockIntervalMin = 10;
const blockIntervalMax = 10_000;
const txParameterSizeMax = 100;
const blockTimeoutMin = 10;
const selfResources = new Set(["CHAIN_CONFIG-NODE_ID_UPDATE", "CHAIN_CONFIG-TRUST_ROOT_UPDATE"]);

/**
 * Checks a chain configuration and completes it in place as ChainMaker does before it makes the genesis block or stores
 * a changed one: empty auth type, missing `contract`, `core.consensus_turbo_config` and `vm` get their defaults, and the
 * rules and roles of policies are upper-cased (not in public mode). Returns ChainMaker's refusal text, undefined = good.
 *
 * Spec: config.md §1.
 */
export function verifyChainConfig(config: ChainConfig): string | undefined {
  if (config.trustRoots.length === 0) return "chainconfig trust_roots is nil";
  if (config.consensus === undefined) return "chainconfig consensus is nil";
  if (config.block === undefined) return "chainconfig block is nil";
  // ChainMaker would crash here.
  if (config.core === undefined) return "chainconfig core is nil";
  config.vm ??= create(VmSchema, { supportList: [...defaultVmSupportList] });
  if (!isChainId(config.chainId)) {
    return `chain id[${config.chainId}] can only consist of numbers, letters and underscores and chainId length must less than 30`;
  }
  if (config.authType === "") config.authType = defaultAuthType;
  return verifyByAuthType(config) ?? verifyBlockSettings(config);
}

function verifyByAuthType(config: ChainConfig): string | undefined {
  switch (config.authType.toLowerCase()) {
    case "identity":
    case "permissionedwithcert":
      return (
        verifyTrustRoots(config, isCertificateText) ??
        verifyTrustMembers(config) ??
        verifyConsensusNodes(config, true) ??
        verifyPolicies(config)
      );
    case "permissionedwithkey": {
      const knowsOrgs = blockVersionFromText(config.version) >= blockVersions.v2030300;
      return (
        verifyTrustRoots(config, isPublicKeyText) ?? verifyConsensusNodes(config, knowsOrgs) ?? verifyPolicies(config)
      );
    }
    case "public":
      return verifyPublicRoots(config) ?? verifyConsensusNodes(config, false);
    default:
      return "the authentication type does not exist";
  }
}

function verifyTrustRoots(config: ChainConfig, isRoot: (text: string) => boolean): string | undefined {
  const orgIds = new Set<string>();
  for (const { orgId, root } of config.trustRoots) {
    if (orgIds.has(orgId)) return `check root certificate failed, org id [${orgId}] already exists`;
    orgIds.add(orgId);
    if (new Set(root).size !== root.length)
      return `check root certificate failed,trust root already exists in orgId[${orgId}]`;
    if (!root.every(isRoot)) return "invalid PEM string for certificate";
  }
  return undefined;
}

function verifyPublicRoots(config: ChainConfig): string | undefined {
  const [roots] = config.trustRoots;
  if (roots === undefined || config.trustRoots.length !== 1 || roots.orgId !== publicOrgId) {
    return "check the trust root failed: illegal trust roots configuration in public authType";
  }
  if (new Set(roots.root).size !== roots.root.length)
    return "check the trust root failed: the root public key already exist";
  if (!roots.root.every(isPublicKeyText)) return "check the trust root failed: not a public key";
  return roots.root.length === 0 ? "public root at least one, but there is [1]" : undefined;
}

function verifyTrustMembers(config: ChainConfig): string | undefined {
  const seen = new Set<string>();
  for (const { memberInfo, orgId, role } of config.trustMembers) {
    if (seen.has(memberInfo))
      return `check trust members failed, trust members already exists in orgId[${orgId}] role[${role}]`;
    seen.add(memberInfo);
    if (!hasPemBlock(memberInfo)) return "trust member is empty";
  }
  return undefined;
}

function verifyConsensusNodes(config: ChainConfig, isOrgKnown: boolean): string | undefined {
  const consensus = config.consensus;
  if (consensus === undefined || consensus.type === ConsensusType.DPOS) return undefined;
  if (consensus.nodes.length === 0) return "there is at least one consensus node";
  const trusted = new Set(config.trustRoots.map(({ orgId }) => orgId));
  const orgIds = new Set<string>();
  const nodeIds = new Set<string>();
  for (const node of consensus.nodes) {
    if (orgIds.has(node.orgId)) return `org id(${node.orgId}) existed`;
    if (isOrgKnown && !trusted.has(node.orgId)) return `org id(${node.orgId}) not in trust roots config`;
    orgIds.add(node.orgId);
    const refusal = collectNodeIds(node, nodeIds);
    if (refusal !== undefined) return refusal;
  }
  return nodeIds.size === 0 ? "nodeIds len less than 1, nodeIds len is 0" : undefined;
}

/** Adds a node's ids; before 2.0 they stood at the end of its addresses. */
function collectNodeIds(node: OrgConfig, nodeIds: Set<string>): string | undefined {
  const ids = node.nodeId.length > 0 ? node.nodeId : node.address.map((address) => address.split("/p2p/")[1] ?? "");
  for (const id of ids) {
    if (!isNodeId(id)) return "wrong node id set";
    if (nodeIds.has(id)) return "node id existed";
    nodeIds.add(id);
  }
  return undefined;
}

function verifyPolicies(config: ChainConfig): string | undefined {
  for (const resourcePolicy of config.resourcePolicies) {
    const refusal = verifyResourcePolicy(resourcePolicy);
    if (refusal !== undefined) return refusal;
  }
  const names = new Set(config.resourcePolicies.map(({ resourceName }) => resourceName));
  return names.size === config.resourcePolicies.length ? undefined : "resource name duplicate";
}

/** Checks one policy and upper-cases its rule and roles in place. Returns ChainMaker's refusal text. Spec: config.md §1. */
export function verifyResourcePolicy(resourcePolicy: ResourcePolicy): string | undefined {
  const policy = resourcePolicy.policy;
  if (policy === undefined) return undefined;
  policy.rule = policy.rule.toUpperCase();
  if (policy.rule === "SELF" && !selfResources.has(resourcePolicy.resourceName)) {
    return "self rule can only be used by NODE_ID_UPDATE or TRUST_ROOT_UPDATE";
  }
  const isMajority = policy.rule === "MAJORITY";
  policy.roleList = policy.roleList.map((role) => role.toUpperCase());
  if (isMajority && policy.roleList.some((role) => role !== "" && role !== "ADMIN")) {
    return "config rule[MAJORITY], role can only be admin or null";
  }
  return isMajority && policy.orgList.length > 0 ? "config rule[MAJORITY], org_list param not allowed" : undefined;
}

function verifyBlockSettings(config: ChainConfig): string | undefined {
  const { block, core, consensus } = config;
  if (block === undefined || core === undefined) return undefined;
  if (block.txTimeout < txTimeoutMin) return `txTimeout less than ${txTimeoutMin}, txTimeout is ${block.txTimeout}`;
  if (block.blockTxCapacity < 1) return `blockTxCapacity less than 1, blockTxCapacity is ${block.blockTxCapacity}`;
  if (block.blockSize < 1) return `blockSize less than 1, blockSize is ${block.blockSize}`;
  if (block.blockInterval < blockIntervalMin || block.blockInterval > blockIntervalMax) {
    return `blockInterval should be within the range of [${blockIntervalMin},${blockIntervalMax}], blockInterval is ${block.blockInterval}`;
  }
  config.contract ??= create(ContractConfigSchema);
  core.consensusTurboConfig ??= create(ConsensusTurboConfigSchema);
  if (block.blockTimestampVerify && block.blockTimeout < blockTimeoutMin) return "chain config error";
  if (config.contract.enableSqlSupport && consensus?.type === ConsensusType.MAXBFT) return "chain config error";
  if (block.txParameterSize > txParameterSizeMax) {
    return `txParameterSize should be [0,${txParameterSizeMax}] MB, txParameterSize is ${block.txParameterSize}`;
  }
  return undefined;
}

/** Whether a text is a libp2p peer id: a base58 SHA-256 multihash, or an inlined key. */
export function isNodeId(text: string): boolean {
  return /^(Qm[1-9A-HJ-NP-Za-km-z]{44}|12D3KooW[1-9A-HJ-NP-Za-km-z]{44})$/.test(text);
}

function isCertificateText(text: string): boolean {
  return hasPemBlock(text, "CERTIFICATE");
}

function hasPemBlock(text: string, label?: string): boolean {
  try {
    return parsePemBlocks(text).some((block) => label === undefined || block.label === label);
  } catch {
    return false;
  }
}

function isPublicKeyText(text: string): boolean {
  try {
    parsePublicKey(text);
    return true;
  } catch {
    return false;
  }
}
