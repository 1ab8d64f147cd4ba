import { join } from "node:path";
import { stringify } from "yaml";

/** Where a node's gRPC service is reached. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface DevChainFacts extends Endpoint {
  readonly folder: string;
  readonly orgIds: readonly string[];
  /** Node id of the first organisation's consensus node. */
  readonly nodeId: string;
  readonly chainId?: string;
}

/** Id of a chain that `yanta up` makes, unless it is another chain's fork. */
export const chainIdDefault = "chain1";

/** Chain configuration of a new dev chain of one SOLO node. */
export function chainConfigYaml({ orgIds, nodeId }: DevChainFacts): string {
  return stringify({
    ...chainConfigTemplate(orgIds),
    consensus: {
      type: 0,
      nodes: [{ org_id: orgIds[0], node_id: [nodeId] }],
      ext_config: [
        { key: "ethereum_senders", value: "any" },
        { key: "dev_controls", value: "on" },
      ],
    },
  });
}

/** ChainMaker's template without the section `consensus`. Spec: config.md §1. */
export function chainConfigTemplate(orgIds: readonly string[]) {
  return {
    chain_id: "chain1",
    version: "2030600",
    sequence: 0,
    auth_type: "permissionedWithCert",
    crypto: { hash: "SHA256" },
    contract: { enable_sql_support: false },
    vm: {
      addr_type: 2,
      support_list: ["wasmer", "gasm", "evm", "dockergo", "wxvm"],
      native: { multisign: { enable_manual_run: false } },
    },
    block: { tx_timestamp_verify: true, tx_timeout: 600, block_tx_capacity: 1000, block_size: 10, block_interval: 10 },
    core: { tx_scheduler_timeout: 10, tx_scheduler_validate_timeout: 10 },
    account_config: { enable_gas: false },
    trust_roots: orgIds.map((orgId) => ({ org_id: orgId, root: [`./crypto-config/${orgId}/ca/ca.crt`] })),
    resource_policies: [],
    disabled_native_contract: [],
  };
}

/** Node configuration; paths count from the file's folder. Spec: config.md §4. */
export function nodeConfigYaml({ orgIds, host, port, chainId = chainIdDefault }: DevChainFacts): string {
  const node = `./crypto-config/${orgIds[0]}/node/consensus1/consensus1`;
  const member = (orgId: string | undefined, user: string) => ({
    org_id: orgId,
    priv_key_file: `./crypto-config/${orgId}/user/${user}/${user}.sign.key`,
    cert_file: `./crypto-config/${orgId}/user/${user}/${user}.sign.crt`,
  });
  return stringify({
    auth_type: "permissionedWithCert",
    blockchain: [{ chainId, genesis: "./bc1.yml" }],
    node: { org_id: orgIds[0], priv_key_file: `${node}.sign.key`, cert_file: `${node}.sign.crt` },
    net: {
      listen_addr: "/ip4/127.0.0.1/tcp/11301",
      tls: { priv_key_file: `${node}.tls.key`, cert_file: `${node}.tls.crt` },
    },
    txpool: { max_txpool_size: 50_000 },
    rpc: {
      host,
      port,
      tls: { mode: "twoway", priv_key_file: `${node}.tls.key`, cert_file: `${node}.tls.crt` },
      max_send_msg_size: 100,
      max_recv_msg_size: 100,
    },
    ethereum: {
      enabled: true,
      port: 8545,
      client: member(orgIds[0], "client1"),
      endorsers: orgIds.map((orgId) => member(orgId, "admin1")),
    },
    monitor: { enabled: false, port: 14_321 },
    storage: { store_path: "./data" },
  });
}

export interface SdkConfigFacts {
  /** Holds `crypto-config`. */
  readonly folder: string;
  readonly orgIds: readonly string[];
  readonly chainId?: string;
  /** A client turns to the next one when one is gone. */
  readonly endpoints: readonly Endpoint[];
}

/**
 * SDK configuration of one organisation's client as ChainMaker's SDKs read it. It has only keys that all of them know,
 * because the Java client refuses a file with any other. Absolute paths, as they resolve against their own folder.
 */
export function sdkConfigYaml(facts: SdkConfigFacts, orgId: string): string {
  const user = join(facts.folder, "crypto-config", orgId, "user/client1/client1");
  return stringify({
    chain_client: {
      chain_id: facts.chainId ?? chainIdDefault,
      org_id: orgId,
      user_key_file_path: `${user}.tls.key`,
      user_crt_file_path: `${user}.tls.crt`,
      user_sign_key_file_path: `${user}.sign.key`,
      user_sign_crt_file_path: `${user}.sign.crt`,
      retry_limit: 40,
      retry_interval: 500,
      nodes: facts.endpoints.map(({ host, port }) => ({
        node_addr: `${host}:${port}`,
        conn_cnt: 2,
        enable_tls: true,
        trust_root_paths: facts.orgIds.map((each) => join(facts.folder, "crypto-config", each, "ca")),
        tls_host_name: "chainmaker.org",
      })),
      rpc_client: { max_receive_message_size: 100 },
    },
  });
}
