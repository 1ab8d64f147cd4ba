import { fromBinary } from "@bufbuild/protobuf";
import { type HashAlgorithm, isHashAlgorithm } from "@yanta/crypto";
import { type AccessControl, createAccessControl } from "@yanta/identity";
import {
  blockVersionFromText,
  type BlockHeader,
  type ChainConfig,
  ChainConfigSchema,
  scanOwnBlockInfo,
} from "@yanta/protocol";
import type { LedgerReader } from "@yanta/storage";
import { chainErrors } from "../errors.ts";

/** Where the chain configuration lies in the state. Spec: ledger.md §6.5. */
export const configContract = "CHAIN_CONFIG";
export const configKey = "CHAIN_CONFIG";

/** Contracts whose writes change who may do what. */
export const accessContracts: ReadonlySet<string> = new Set([configContract, "CERT_MANAGE"]);

/** The rules in force: they change only by blocks that write configuration or certificates. */
export interface ChainRules {
  readonly config: ChainConfig;
  readonly blockVersion: number;
  readonly algorithm: HashAlgorithm;
  readonly accessControl: AccessControl;
  /** Counts changes: what was verified under another number must be verified again. */
  readonly revision: number;
}

/** What the next block builds on. */
export interface ChainHead {
  readonly height: bigint;
  readonly blockHash: Uint8Array;
  /** Unix seconds. */
  readonly timestamp: bigint;
  /** pre_conf_height of the next block. */
  readonly lastConfigHeight: bigint;
}

/** Reads the rules from committed state. Errors: CHAIN_STATE_DAMAGED, CHAIN_CONFIG_INVALID, those of `createAccessControl`. */
export function loadRules(ledger: LedgerReader, revision: number): ChainRules {
  const bytes = ledger.getState(configContract, configKey);
  if (bytes === undefined)
    throw chainErrors.create("CHAIN_STATE_DAMAGED", { reason: "the chain configuration is missing from the state" });
  return rulesOf(fromBinary(ChainConfigSchema, bytes), ledger, revision);
}

/** Rules of a configuration, with the certificates' state of a ledger. */
export function rulesOf(config: ChainConfig, ledger: LedgerReader, revision: number): ChainRules {
  return {
    config,
    blockVersion: blockVersionFromText(config.version),
    algorithm: hashAlgorithmOf(config),
    accessControl: createAccessControl({ config, state: (contract, key) => ledger.getState(contract, key) }),
    revision,
  };
}

/** The hash that the chain is built with. */
export function hashAlgorithmOf(config: ChainConfig): HashAlgorithm {
  const name = config.crypto?.hash ?? "";
  if (!isHashAlgorithm(name))
    throw chainErrors.create("CHAIN_CONFIG_INVALID", { reason: `crypto.hash is ${name === "" ? "missing" : name}` });
  return name;
}

/** The head of a chain that holds at least its genesis block. */
export function loadHead(ledger: LedgerReader): ChainHead {
  const height = ledger.lastHeight;
  const record = height === undefined ? undefined : ledger.getBlock(height);
  const lastConfigHeight = ledger.lastConfigHeight;
  if (height === undefined || record === undefined || lastConfigHeight === undefined) {
    throw chainErrors.create("CHAIN_STATE_DAMAGED", { reason: "the last block cannot be read" });
  }
  return {
    height,
    blockHash: record.blockHash,
    timestamp: headerOf(record.blockInfoBytes).blockTimestamp,
    lastConfigHeight,
  };
}

/** The header of a stored block. */
export function headerOf(blockInfoBytes: Uint8Array): BlockHeader {
  return scanOwnBlockInfo(blockInfoBytes).header;
}
