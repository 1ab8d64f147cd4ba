import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { encodePem, generatePrivateKey } from "@yanta/crypto";
import { isNodeId, verifyChainConfig } from "./chain-config-checks.ts";
import { type ChainConfig, ChainConfigSchema } from "./gen/config/chain_config_pb.js";

const nodeIds = [
  "QmcQHCuAXaFkbcsPUj7e37hXXfZ9DdN7bozseo5oX4qiC4",
  "QmeyNRs2DwWjcHTpcVHoUSaDAAif4VQZ2wQDQAUNDP33gH",
] as const;
const rootText = encodePem("CERTIFICATE", Uint8Array.of(0x30, 0));
const keyText = generatePrivateKey("ECDSA_P256").publicKey.pem;

function certConfig(): ChainConfig {
  return create(ChainConfigSchema, {
    chainId: "chain1",
    version: "2030600",
    crypto: { hash: "SHA256" },
    block: { txTimeout: 600, blockTxCapacity: 100, blockSize: 10, blockInterval: 10 },
    core: {},
    consensus: { type: 1, nodes: [{ orgId: "org1", nodeId: [nodeIds[0]] }] },
    trustRoots: [{ orgId: "org1", root: [rootText] }],
  });
}

test("a bare configuration is completed", () => {
  const config = certConfig();
  config.resourcePolicies = create(ChainConfigSchema, {
    resourcePolicies: [
      { resourceName: "CONTRACT_MANAGE-INIT_CONTRACT", policy: { rule: "any", roleList: ["admin"] } },
      { resourceName: "odd" },
    ],
  }).resourcePolicies;
  assert.equal(verifyChainConfig(config), undefined);
  assert.equal(config.authType, "permissionedWithCert");
  assert.ok(config.contract !== undefined);
  assert.ok(config.core?.consensusTurboConfig !== undefined);
  assert.deepEqual(config.vm?.supportList, ["wasmer", "evm", "gasm", "wxvm", "dockergo"]);
  assert.equal(config.resourcePolicies[0]?.policy?.rule, "ANY");
  assert.deepEqual(config.resourcePolicies[0]?.policy?.roleList, ["ADMIN"]);
});

const policy = (resourceName: string, rule: string, lists: { roleList?: string[]; orgList?: string[] } = {}) =>
  create(ChainConfigSchema, { resourcePolicies: [{ resourceName, policy: { rule, ...lists } }] }).resourcePolicies;

const refusals: readonly (readonly [text: string, change: (config: ChainConfig) => void])[] = [
  ["chainconfig trust_roots is nil", (config) => void (config.trustRoots = [])],
  ["chainconfig consensus is nil", (config) => delete config.consensus],
  ["chainconfig block is nil", (config) => delete config.block],
  ["chainconfig core is nil", (config) => delete config.core],
  [
    "chain id[a-b] can only consist of numbers, letters and underscores and chainId length must less than 30",
    (config) => void (config.chainId = "a-b"),
  ],
  ["the authentication type does not exist", (config) => void (config.authType = "none")],
  [
    "check root certificate failed, org id [org1] already exists",
    (config) => config.trustRoots.push(...certConfig().trustRoots),
  ],
  [
    "check root certificate failed,trust root already exists in orgId[org1]",
    (config) => config.trustRoots[0]?.root.push(rootText),
  ],
  ["invalid PEM string for certificate", (config) => config.trustRoots[0]?.root.push("text")],
  ["there is at least one consensus node", (config) => void (config.consensus && (config.consensus.nodes = []))],
  [
    "nodeIds len less than 1, nodeIds len is 0",
    (config) => void (config.consensus?.nodes[0] && (config.consensus.nodes[0].nodeId = [])),
  ],
  ["org id(org1) existed", (config) => config.consensus?.nodes.push(...(certConfig().consensus?.nodes ?? []))],
  [
    "org id(org2) not in trust roots config",
    (config) => void (config.consensus?.nodes[0] && (config.consensus.nodes[0].orgId = "org2")),
  ],
  ["wrong node id set", (config) => config.consensus?.nodes[0]?.nodeId.push("Qm")],
  ["node id existed", (config) => config.consensus?.nodes[0]?.nodeId.push(nodeIds[0])],
  ["txTimeout less than 600, txTimeout is 599", (config) => void (config.block && (config.block.txTimeout = 599))],
  [
    "blockTxCapacity less than 1, blockTxCapacity is 0",
    (config) => void (config.block && (config.block.blockTxCapacity = 0)),
  ],
  ["blockSize less than 1, blockSize is 0", (config) => void (config.block && (config.block.blockSize = 0))],
  [
    "blockInterval should be within the range of [10,10000], blockInterval is 9",
    (config) => void (config.block && (config.block.blockInterval = 9)),
  ],
  [
    "txParameterSize should be [0,100] MB, txParameterSize is 101",
    (config) => void (config.block && (config.block.txParameterSize = 101)),
  ],
  ["chain config error", (config) => void (config.block && (config.block.blockTimestampVerify = true))],
  [
    "resource name duplicate",
    (config) => void (config.resourcePolicies = [...policy("a", "ANY"), ...policy("a", "ALL")]),
  ],
  [
    "self rule can only be used by NODE_ID_UPDATE or TRUST_ROOT_UPDATE",
    (config) => void (config.resourcePolicies = policy("a", "self")),
  ],
  [
    "config rule[MAJORITY], role can only be admin or null",
    (config) => void (config.resourcePolicies = policy("a", "majority", { roleList: ["client"] })),
  ],
  [
    "config rule[MAJORITY], org_list param not allowed",
    (config) => void (config.resourcePolicies = policy("a", "MAJORITY", { orgList: ["org1"] })),
  ],
];

for (const [text, change] of refusals) {
  test(`refused: ${text}`, () => {
    const config = certConfig();
    change(config);
    assert.equal(verifyChainConfig(config), text);
  });
}

test("public mode: one entry of admin keys, policies left as they are", () => {
  const config = certConfig();
  config.authType = "public";
  assert.equal(
    verifyChainConfig(config),
    "check the trust root failed: illegal trust roots configuration in public authType",
  );
  config.trustRoots = create(ChainConfigSchema, { trustRoots: [{ orgId: "public", root: [keyText] }] }).trustRoots;
  config.resourcePolicies = policy("a", "self");
  assert.equal(verifyChainConfig(config), undefined);
  assert.equal(config.resourcePolicies[0]?.policy?.rule, "self");
  config.trustRoots[0]?.root.push(keyText);
  assert.equal(verifyChainConfig(config), "check the trust root failed: the root public key already exist");
});

test("key mode: consensus organisations must be trusted from 2030300 on", () => {
  const config = certConfig();
  config.authType = "permissionedWithKey";
  config.trustRoots = create(ChainConfigSchema, { trustRoots: [{ orgId: "org9", root: [keyText] }] }).trustRoots;
  assert.equal(verifyChainConfig(config), "org id(org1) not in trust roots config");
  config.version = "2030200";
  assert.equal(verifyChainConfig(config), undefined);
});

test("node ids", () => {
  assert.ok(isNodeId(nodeIds[1]));
  assert.ok(!isNodeId(`${nodeIds[1]}0`));
  assert.ok(!isNodeId(nodeIds[1].replace("Q", "l")));
});
