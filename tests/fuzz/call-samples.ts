import { int64ToBytesLe, utf8ToBytes } from "@yanta/bytes";
import type { Random } from "../support/random.ts";
import { mutateBytes } from "./mutate/mutate-bytes.ts";
import { mutateText } from "./mutate/mutate-text.ts";
import { testdataText } from "./samples.ts";

export type SampleCall = readonly [
  contract: string,
  method: string,
  parameters: Readonly<Record<string, string | Uint8Array>>,
];

const certificate = testdataText("crypto-config/wx-org1.chainmaker.org/user/client2/client2.sign.crt");
const authority = testdataText("crypto-config/wx-org5.chainmaker.org/ca/ca.crt");
const revocations = testdataText("crypto-config/wx-org1.chainmaker.org/client3.crl");
const nodeId = testdataText("crypto-config/wx-org2.chainmaker.org/node/consensus1/consensus1.nodeid").trim();
const contractFields = {
  CONTRACT_NAME: "beta",
  CONTRACT_VERSION: "1.0",
  CONTRACT_RUNTIME_TYPE: "WASMER",
  CONTRACT_BYTECODE: "\0asm",
};

/** A good call of each kind, to be damaged. Spec: client-calls.md §4. */
export const sampleCalls: readonly SampleCall[] = [
  ["fact", "save", { file_hash: "h1", file_name: "n", time: "1600000000" }],
  ["fact", "find_by_file_hash", { file_hash: "h1" }],
  ["fact", "test_kv_iterator", { key: "k", field: "f", count: "5" }],
  ["CONTRACT_MANAGE", "INIT_CONTRACT", contractFields],
  ["CONTRACT_MANAGE", "UPGRADE_CONTRACT", { ...contractFields, CONTRACT_NAME: "fact", CONTRACT_VERSION: "2.0" }],
  ["CONTRACT_MANAGE", "FREEZE_CONTRACT", { CONTRACT_NAME: "beta" }],
  ["CONTRACT_MANAGE", "UNFREEZE_CONTRACT", { CONTRACT_NAME: "beta" }],
  ["CONTRACT_MANAGE", "REVOKE_CONTRACT", { CONTRACT_NAME: "beta" }],
  ["CONTRACT_MANAGE", "GRANT_CONTRACT_ACCESS", { NATIVE_CONTRACT_NAME: '["GAS"]' }],
  ["CONTRACT_MANAGE", "GET_CONTRACT_INFO", { CONTRACT_NAME: "fact" }],
  [
    "CHAIN_QUERY",
    "GET_BLOCK_BY_HEIGHT",
    { blockHeight: "1", withRWSet: "true", truncateValueLen: "10", truncateModel: "hash" },
  ],
  ["CHAIN_QUERY", "GET_BLOCK_BY_HASH", { blockHash: "00".repeat(32), withRWSet: "false" }],
  [
    "CHAIN_QUERY",
    "GET_TX_BY_TX_ID",
    { txId: "install-fact", withRWSet: "true", truncateValueLen: "1", truncateModel: "truncate" },
  ],
  ["CHAIN_QUERY", "GET_MERKLE_PATH_BY_TX_ID", { txId: "install-fact" }],
  ["CHAIN_CONFIG", "GET_CHAIN_CONFIG_AT", { block_height: "1" }],
  [
    "CHAIN_CONFIG",
    "BLOCK_UPDATE",
    {
      tx_timestamp_verify: "true",
      tx_timeout: "600",
      block_tx_capacity: "100",
      block_size: "10",
      block_interval: "10",
      tx_parameter_size: "10",
    },
  ],
  [
    "CHAIN_CONFIG",
    "CORE_UPDATE",
    { tx_scheduler_timeout: "10", tx_scheduler_validate_timeout: "10", enable_sender_group: "true" },
  ],
  ["CHAIN_CONFIG", "TRUST_ROOT_ADD", { org_id: "wx-org5.chainmaker.org", root: authority }],
  ["CHAIN_CONFIG", "TRUST_ROOT_DELETE", { org_id: "wx-org5.chainmaker.org" }],
  [
    "CHAIN_CONFIG",
    "TRUST_MEMBER_ADD",
    { org_id: "wx-org5.chainmaker.org", member_info: certificate, node_id: nodeId, role: "client" },
  ],
  ["CHAIN_CONFIG", "NODE_ID_ADD", { org_id: "wx-org2.chainmaker.org", node_ids: nodeId }],
  ["CHAIN_CONFIG", "NODE_ORG_ADD", { org_id: "wx-org5.chainmaker.org", node_ids: nodeId }],
  ["CHAIN_CONFIG", "CONSENSUS_EXT_ADD", { key: "value" }],
  [
    "CHAIN_CONFIG",
    "PERMISSION_ADD",
    { "fact-save": new Uint8Array([10, 3, 65, 78, 89, 26, 6, 99, 108, 105, 101, 110, 116]) },
  ],
  ["CHAIN_CONFIG", "PERMISSION_UPDATE", { "fact-save": "ANY" }],
  ["CHAIN_CONFIG", "UPDATE_VERSION", { block_version: "2030700" }],
  ["CHAIN_CONFIG", "ALTER_ADDR_TYPE", { addr_type: "1" }],
  ["CERT_MANAGE", "CERT_ADD", {}],
  ["CERT_MANAGE", "CERTS_QUERY", { cert_hashes: "ab".repeat(32) }],
  ["CERT_MANAGE", "CERTS_FREEZE", { certs: certificate }],
  ["CERT_MANAGE", "CERTS_UNFREEZE", { certs: certificate }],
  ["CERT_MANAGE", "CERTS_REVOKE", { cert_crl: revocations }],
  ["CERT_MANAGE", "CERT_ALIAS_ADD", { alias: "mine" }],
  ["CERT_MANAGE", "CERT_ALIAS_UPDATE", { alias: "mine", cert: certificate }],
  ["CERT_MANAGE", "CERTS_ALIAS_QUERY", { aliases: "mine,other" }],
  ["MULTI_SIGN", "REQ", { SYS_CONTRACT_NAME: "CONTRACT_MANAGE", SYS_METHOD: "INIT_CONTRACT", ...contractFields }],
  ["MULTI_SIGN", "VOTE", { TX_ID: "install-fact", VOTE_INFO: new Uint8Array([8, 0, 18, 4, 10, 2, 111, 114]) }],
  ["MULTI_SIGN", "QUERY", { TX_ID: "install-fact" }],
  ["MULTI_SIGN", "TRIG", { TX_ID: "install-fact" }],
  ["ACCOUNT_MANAGER", "GET_BALANCE", { address_key: "ab".repeat(20) }],
  ["ACCOUNT_MANAGER", "SET_ADMIN", { address_key: "ab".repeat(20) }],
  ["ARCHIVE_MANAGE", "ARCHIVE_BLOCK", { BLOCK_HEIGHT: int64ToBytesLe(1n) }],
];

const edgeTexts = [
  "",
  "0",
  "-1",
  "1",
  "01",
  "+1",
  "1e9",
  "18446744073709551615",
  "18446744073709551616",
  "99999999999999999999999999",
  "true",
  "TRUE",
  "null",
  "{}",
  "[]",
  "[[[[",
  '{"a":1}',
  "雁塔",
  "\0",
  "a".repeat(1024),
  "a".repeat(1025),
  ",",
  ",,,",
  "../../x",
  "__proto__",
  "constructor",
];

/** A call made of a good one: some parameters damaged, missing, foreign or many. */
export function damagedCall(random: Random): SampleCall {
  const [contract, method, good] = random.pick(sampleCalls);
  const parameters = new Map(Object.entries(good));
  for (let count = random.below(4); count > 0; count--) {
    const foreign = new Map(Object.entries(random.pick(sampleCalls)[2]));
    const key = random.pick([...Object.keys(good), ...foreign.keys(), random.pick(edgeTexts)]);
    if (random.below(4) === 0) parameters.delete(key);
    else parameters.set(key, damagedValue(parameters.get(key) ?? foreign.get(key) ?? "", random));
  }
  if (random.below(200) === 0) for (let index = 0; index < 60; index++) parameters.set(`p${index}`, "x");
  return [
    random.below(20) === 0 ? random.pick([...edgeTexts, "CHAIN_CONFIG"]) : contract,
    random.below(20) === 0 ? random.pick([...edgeTexts, "upgrade", "init_contract"]) : method,
    Object.fromEntries(parameters),
  ];
}

function damagedValue(value: string | Uint8Array, random: Random): string | Uint8Array {
  switch (random.below(3)) {
    case 0:
      return random.pick(edgeTexts);
    case 1:
      return mutateBytes(typeof value === "string" ? utf8ToBytes(value) : value, random);
    default:
      return typeof value === "string" ? mutateText(value, random) : random.bytes(random.below(80));
  }
}
