import type { SystemContractOptions } from "../interface.ts";

/** Two known nodes, one hosted chain. */
export const testOptions: SystemContractOptions = {
  nodes: {
    listNodes: (chainId) => [
      { nodeId: `node1-of-${chainId}`, nodeAddress: "/ip4/127.0.0.1/tcp/11301", tlsCertificate: Uint8Array.of(1, 2) },
      { nodeId: `node2-of-${chainId}`, nodeAddress: "", tlsCertificate: Uint8Array.of(3) },
    ],
    listChainIds: () => ["chain1"],
  },
  blockVersionMax: 2_030_700,
  unarchivedBlockCount: 10n,
};
