import { stringify } from "yaml";
import { chainConfigTemplate } from "../dev-chain/config-files.ts";

/** A consensus node of a network and where it is reached. */
export interface NetworkNode {
  /** Its folder: `node1`. */
  readonly name: string;
  readonly orgId: string;
  readonly nodeId: string;
  /** Address or name of its machine. */
  readonly host: string;
  readonly rpcPort: number;
  /** Of the engine. */
  readonly p2pPort: number;
  readonly monitorPort: number;
}

export const networkChainId = "chain1";

/** Name of the consensus node in each organisation's crypto-config. */
export const consensusNodeName = "consensus1";

/** Chain configuration of a network: ChainMaker's template with TBFT, which is what its clients see. Spec: config.md §1. */
export function networkChainConfigYaml(nodes: readonly NetworkNode[]): string {
  const template = chainConfigTemplate(nodes.map(({ orgId }) => orgId));
  return stringify({
    ...template,
    // A block is executed in one go on every node: short ones keep votes and answers flowing under load.
    block: { ...template.block, block_tx_capacity: 300 },
    consensus: {
      type: 1,
      nodes: nodes.map(({ orgId, nodeId }) => ({ org_id: orgId, node_id: [nodeId] })),
      ext_config: [],
    },
  });
}

/** Configuration of one node; paths count from the file's folder. Spec: config.md §4. */
export function networkNodeConfigYaml(node: NetworkNode, nodes: readonly NetworkNode[]): string {
  const files = `./crypto-config/${node.orgId}/node/${consensusNodeName}/${consensusNodeName}`;
  const listenHost = isLoopback(node.host) ? node.host : "0.0.0.0";
  const others = nodes.filter((each) => each !== node);
  return stringify({
    auth_type: "permissionedWithCert",
    blockchain: [{ chainId: networkChainId, genesis: "./bc1.yml" }],
    node: { org_id: node.orgId, priv_key_file: `${files}.sign.key`, cert_file: `${files}.sign.crt` },
    net: {
      listen_addr: `/ip4/${listenHost}/tcp/${node.p2pPort}`,
      seeds: others.map((other) => `${multiaddress(other)}/p2p/${other.nodeId}`),
      tls: { priv_key_file: `${files}.tls.key`, cert_file: `${files}.tls.crt` },
    },
    engine: {
      home: "./engine",
      bindings: "./engine-bindings",
      ...(isLoopback(node.host) ? {} : { external_address: `${node.host}:${node.p2pPort}` }),
    },
    txpool: { max_txpool_size: 50_000 },
    rpc: {
      host: listenHost,
      port: node.rpcPort,
      tls: { mode: "twoway", priv_key_file: `${files}.tls.key`, cert_file: `${files}.tls.crt` },
      max_send_msg_size: 100,
      max_recv_msg_size: 100,
    },
    monitor: { enabled: false, port: node.monitorPort },
    storage: { store_path: "./data" },
  });
}

function multiaddress({ host, p2pPort }: NetworkNode): string {
  return `/${/^[\d.]+$/.test(host) ? "ip4" : "dns"}/${host}/tcp/${p2pPort}`;
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host.startsWith("127.");
}
