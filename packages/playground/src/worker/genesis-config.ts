import { create } from "@bufbuild/protobuf";
import { bytesToHex } from "@yanta/bytes";
import { devChainFlag } from "@yanta/chain";
import { type ChainConfig, ChainConfigSchema, consensus, createGenesis, verifyChainConfig } from "@yanta/protocol";
import { membersCalled, type Network, nodeIdOf } from "./network.ts";

export const chainId = "chain1";

/**
 * The chain's first configuration: ChainMaker's template with a SOLO node, blocks as soon as something waits, and the flag of
 * development chains. Spec: config.md §1, docs/adr/0011.
 */
export function createGenesisConfig(network: Network): ChainConfig {
  return create(ChainConfigSchema, {
    chainId,
    version: "2030700",
    authType: "permissionedWithCert",
    crypto: { hash: "SHA256" },
    block: { txTimestampVerify: true, txTimeout: 600, blockTxCapacity: 1000, blockSize: 10, blockInterval: 10 },
    core: { txSchedulerTimeout: 10n, txSchedulerValidateTimeout: 10n },
    contract: {},
    accountConfig: {},
    vm: { addrType: 2, supportList: ["wasmer", "gasm", "evm", "dockergo", "wxvm"], native: { multisign: {} } },
    consensus: {
      type: consensus.ConsensusType.SOLO,
      nodes: membersCalled(network, "consensus1")
        .slice(0, 1)
        .map((node) => ({ orgId: node.orgId, nodeId: [nodeIdOf(node)] })),
      extConfig: [{ key: devChainFlag, value: "on" }],
    },
    trustRoots: network.organizations.map(({ orgId, authority }) => ({ orgId, root: [authority.pem] })),
  });
}

/** The hash of the chain's first block, in hex. */
export function genesisHashOf(network: Network): string {
  const config = createGenesisConfig(network);
  // It fills in what is left out, as the chain does before it makes the block.
  verifyChainConfig(config);
  return bytesToHex(createGenesis(config).blockHash);
}
