import { fromBinary } from "@bufbuild/protobuf";
import { type ChainConfig, ChainConfigSchema, consensus } from "@yanta/protocol";
import type { LedgerReader } from "@yanta/storage";
import { configContract, configKey } from "../block/chain-head.ts";
import { forkedAt } from "./fork.ts";

/** Key of `consensus.ext_config` that makes a chain a development chain; its value is `on`. Spec: docs/adr/0011. */
export const devChainFlag = "dev_controls";

/** Whether a configuration asks for the controls of development chains. */
export function hasDevChainFlag(config: ChainConfig): boolean {
  return devFlagOf(config) !== undefined;
}

/** Why the flag cannot stand in a chain's first configuration; undefined = it can, or is not there. */
export function devChainFlagFault(config: ChainConfig): string | undefined {
  const value = devFlagOf(config);
  if (value === undefined) return undefined;
  if (value !== "on") return `consensus.ext_config ${devChainFlag} must be "on" or absent`;
  const type = config.consensus?.type ?? consensus.ConsensusType.SOLO;
  if (type !== consensus.ConsensusType.SOLO)
    return `consensus.ext_config ${devChainFlag} is for development chains of one node (consensus.type SOLO) only`;
  const nodes = config.consensus?.nodes.flatMap(({ nodeId }) => nodeId) ?? [];
  return nodes.length > 1 ? `consensus.ext_config ${devChainFlag} is for chains of one node only` : undefined;
}

/** Whether a chain is a development chain: its genesis says so, which no later configuration can change, or it is a fork of another. */
export function isDevChain(ledger: LedgerReader): boolean {
  if (forkedAt(ledger) !== undefined) return true;
  const bytes = ledger.getStateAt(configContract, configKey, 0n);
  return bytes !== undefined && hasDevChainFlag(fromBinary(ChainConfigSchema, bytes));
}

function devFlagOf(config: ChainConfig): string | undefined {
  return config.consensus?.extConfig.find(({ key }) => key === devChainFlag)?.value;
}
