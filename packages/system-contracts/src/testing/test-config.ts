import { create } from "@bufbuild/protobuf";
import { ChainConfigSchema, consensus, encodeMessage, verifyChainConfig, type ChainConfig } from "@yanta/protocol";
import { nodeIdOf, orgIdOf, rootPem } from "./test-identities.ts";

/** A verified chain configuration of four organisations with one consensus node each, gas off. */
export function createTestConfig(): ChainConfig {
  const orgs = [1, 2, 3, 4];
  const config = create(ChainConfigSchema, {
    chainId: "chain1",
    version: "2030600",
    authType: "permissionedWithCert",
    sequence: 3n,
    crypto: { hash: "SHA256" },
    block: { txTimestampVerify: true, txTimeout: 600, blockTxCapacity: 100, blockSize: 10, blockInterval: 10 },
    core: { txSchedulerTimeout: 10n, txSchedulerValidateTimeout: 10n },
    consensus: {
      type: consensus.ConsensusType.TBFT,
      nodes: orgs.map((org) => ({ orgId: orgIdOf(org), nodeId: [nodeIdOf(org)] })),
    },
    trustRoots: orgs.map((org) => ({ orgId: orgIdOf(org), root: [rootPem(org)] })),
    vm: { supportList: ["wasmer", "gasm", "evm", "dockergo", "wxvm"], addrType: 2 },
  });
  const refusal = verifyChainConfig(config);
  if (refusal !== undefined) throw new Error(refusal);
  return config;
}

/** State in which a configuration is in force: `contract/key` to value. */
export function stateOfConfig(config: ChainConfig): Map<string, Uint8Array> {
  return new Map([["CHAIN_CONFIG/CHAIN_CONFIG", encodeMessage(ChainConfigSchema, config)]]);
}
