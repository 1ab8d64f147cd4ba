import { binaryStringToBytes, equalBytes } from "@yanta/bytes";
import {
  type EngineBinding,
  type EngineValidatorKey,
  validatorPower,
  validatorsOf,
} from "@yanta/consensus/certificate";
import { type AccessControl, certManageContract, createAccessControl } from "@yanta/identity";
import { type ChainConfig, ChainConfigSchema, consensus, decodeMessage, type TxRWSet } from "@yanta/protocol";
import { proofErrors } from "./errors.ts";

/** A configuration of the chain that is proven, and what follows from it. */
export interface Configuration {
  readonly height: bigint;
  readonly config: ChainConfig;
  readonly accessControl: AccessControl;
  /** Those that its nodes are, as far as their engines are known. */
  readonly validators: readonly EngineValidatorKey[];
  readonly validatorNodeIds: readonly string[];
  /** Height of the engine block that brought it; undefined = before the first one. */
  readonly engineHeight: bigint | undefined;
}

export interface ConfigurationSource {
  readonly height: bigint;
  readonly config: ChainConfig;
  /** The engines that the network was started with. */
  readonly bindings: readonly EngineBinding[];
  readonly engineHeight: bigint | undefined;
  /** Certificates of members by the hex of their hash. */
  readonly certificates: ReadonlyMap<string, Uint8Array>;
}

/** Errors: PROOF_CONFIG_INVALID. */
export function createConfiguration({
  height,
  config,
  bindings,
  engineHeight,
  certificates,
}: ConfigurationSource): Configuration {
  try {
    const keys = new Map(bindings.map(({ nodeId, engineKey }) => [nodeId, engineKey]));
    const validators = [...validatorsOf(config, keys).values()];
    return {
      height,
      config,
      // What CERT_MANAGE holds is not in a proof, but for certificates, which their names bear out: revocation is the chain's own check, made when it
      // took the transaction.
      accessControl: createAccessControl({
        config,
        state: (contract, key) => (contract === certManageContract ? certificates.get(key) : undefined),
      }),
      validators: validators.map(({ engineKey }) => ({ engineKey, power: BigInt(validatorPower) })),
      validatorNodeIds: validators.map(({ nodeId }) => nodeId),
      engineHeight,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "it cannot be read";
    throw proofErrors.create("PROOF_CONFIG_INVALID", { height, reason }, error);
  }
}

const configKey = binaryStringToBytes("CHAIN_CONFIG");

/** The configuration that a transaction wrote. Errors: PROOF_CONFIG_INVALID. */
export function writtenConfig({ txWrites }: TxRWSet, height: bigint): ChainConfig {
  const row = txWrites.find(({ contractName, key }) => contractName === "CHAIN_CONFIG" && equalBytes(key, configKey));
  const refuse = (cause?: unknown): Error =>
    proofErrors.create("PROOF_CONFIG_INVALID", { height, reason: "the block writes none" }, cause);
  if (row === undefined) throw refuse();
  try {
    return decodeMessage(ChainConfigSchema, row.value);
  } catch (error) {
    throw refuse(error);
  }
}

/** Whether one node at a time makes this chain's blocks, or validators vote on them. */
export function isSolo(config: ChainConfig): boolean {
  return (config.consensus?.type ?? consensus.ConsensusType.SOLO) === consensus.ConsensusType.SOLO;
}

/** Organisations that have consensus nodes. */
export function consensusOrgs(config: ChainConfig): readonly string[] {
  return [...new Set(config.consensus?.nodes.map(({ orgId }) => orgId))];
}
