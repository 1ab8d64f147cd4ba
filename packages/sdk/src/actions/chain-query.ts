import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import { bytesToUtf8 } from "@yanta/bytes";
import {
  BlockHeaderSchema,
  BlockInfoSchema,
  ChainConfigSchema,
  ChainInfoSchema,
  TransactionInfoWithRWSetSchema,
  type BlockHeader,
  type BlockInfo,
  type ChainConfig,
  type ChainInfo,
  type TransactionInfoWithRWSet,
} from "@yanta/protocol";
import type { Client } from "../client.ts";
import { decodeAnswer } from "../decode-answer.ts";
import { sdkErrors } from "../errors.ts";
import type { CallParameters } from "../payload.ts";
import { queryContract } from "./query-contract.ts";

interface ReadOptions {
  readonly withRwSet?: boolean;
}

/** The configuration in force, or the one that was in force at a height. */
export function getChainConfig(client: Client, options: { readonly height?: bigint } = {}): Promise<ChainConfig> {
  return options.height === undefined
    ? read(client, ChainConfigSchema, { contract: "CHAIN_CONFIG", method: "GET_CHAIN_CONFIG" })
    : read(client, ChainConfigSchema, {
        contract: "CHAIN_CONFIG",
        method: "GET_CHAIN_CONFIG_AT",
        parameters: { block_height: String(options.height) },
      });
}

export function getChainInfo(client: Client): Promise<ChainInfo> {
  return read(client, ChainInfoSchema, { contract: "CHAIN_QUERY", method: "GET_CHAIN_INFO" });
}

export function getLastBlock(client: Client, options: ReadOptions = {}): Promise<BlockInfo> {
  return readBlock(client, "GET_LAST_BLOCK", {}, options);
}

export function getBlockByHeight(client: Client, height: bigint, options: ReadOptions = {}): Promise<BlockInfo> {
  return readBlock(client, "GET_BLOCK_BY_HEIGHT", { blockHeight: String(height) }, options);
}

/** `blockHash` in lower-case hex. */
export function getBlockByHash(client: Client, blockHash: string, options: ReadOptions = {}): Promise<BlockInfo> {
  return readBlock(client, "GET_BLOCK_BY_HASH", { blockHash }, options);
}

export function getBlockByTxId(client: Client, txId: string, options: ReadOptions = {}): Promise<BlockInfo> {
  return readBlock(client, "GET_BLOCK_BY_TX_ID", { txId }, options);
}

export function getBlockHeader(client: Client, height: bigint): Promise<BlockHeader> {
  return read(client, BlockHeaderSchema, {
    contract: "CHAIN_QUERY",
    method: "GET_BLOCK_HEADER_BY_HEIGHT",
    parameters: { blockHeight: String(height) },
  });
}

/** A transaction with its place in the chain and, when asked for, its read and write set. */
export function getTransaction(
  client: Client,
  txId: string,
  options: ReadOptions = {},
): Promise<TransactionInfoWithRWSet> {
  return read(client, TransactionInfoWithRWSetSchema, {
    contract: "CHAIN_QUERY",
    method: "GET_TX_BY_TX_ID",
    parameters: { txId, withRWSet: String(options.withRwSet ?? false) },
  });
}

/** The JSON of one contract's record. Spec: client-calls.md §4.3. */
export function getContractInfo(client: Client, name: string): Promise<ContractInfo> {
  return readJson(client, "GET_CONTRACT_INFO", { CONTRACT_NAME: name }) as Promise<ContractInfo>;
}

export function listContracts(client: Client): Promise<readonly ContractInfo[]> {
  return readJson(client, "GET_CONTRACT_LIST", {}) as Promise<readonly ContractInfo[]>;
}

/** Go's JSON of common.Contract: absent fields are zero. */
export interface ContractInfo {
  readonly name: string;
  readonly version: string;
  readonly runtime_type?: number;
  readonly status?: number;
  readonly address?: string;
}

function readBlock(
  client: Client,
  method: string,
  parameters: CallParameters,
  options: ReadOptions,
): Promise<BlockInfo> {
  return read(client, BlockInfoSchema, {
    contract: "CHAIN_QUERY",
    method,
    parameters: { ...parameters, withRWSet: String(options.withRwSet ?? false) },
  });
}

interface Reading {
  readonly contract: string;
  readonly method: string;
  readonly parameters?: CallParameters;
}

async function read<Desc extends DescMessage>(
  client: Client,
  schema: Desc,
  reading: Reading,
): Promise<MessageShape<Desc>> {
  const { result } = await queryContract(client, reading);
  return decodeAnswer(schema, result, reading.method);
}

async function readJson(client: Client, method: string, parameters: CallParameters): Promise<unknown> {
  const { result } = await queryContract(client, { contract: "CONTRACT_MANAGE", method, parameters });
  try {
    return JSON.parse(bytesToUtf8(result));
  } catch (error) {
    throw sdkErrors.create("SDK_ANSWER_UNREADABLE", { method }, error);
  }
}
