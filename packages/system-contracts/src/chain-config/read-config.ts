import { BlockType, decodeMessage, scanOwnBlockInfo, TransactionSchema } from "@yanta/protocol";
import { valueNotFound } from "../chain-query/store-texts.ts";
import { parseUint } from "../go-text.ts";
import type { NativeMethod } from "../interface.ts";
import { refuse, succeed } from "../outcome.ts";
import { parameterText } from "../parameters.ts";
import { readConfigBytes } from "./config-state.ts";

/** GET_CHAIN_CONFIG: M(ChainConfig) in force. */
export const getChainConfig: NativeMethod = (context) => succeed(readConfigBytes(context));

/**
 * GET_CHAIN_CONFIG_AT: the configuration in force at `block_height`, out of the last config block at or below it.
 * Spec: system-contracts.md §4.
 */
export const getChainConfigAt: NativeMethod = (context, parameters) => {
  const height = parseUint(parameterText(parameters, "block_height"));
  if (height.kind === "error") return refuse(height.message);
  const record = context.ledger.getBlock(height.value);
  if (record === undefined) return refuse(valueNotFound);
  const block = scanOwnBlockInfo(record.blockInfoBytes);
  const isConfigBlock = block.header.blockType === BlockType.CONFIG_BLOCK;
  const configRecord = isConfigBlock ? record : context.ledger.getBlock(block.header.preConfHeight);
  const txBytes = configRecord === undefined ? undefined : scanOwnBlockInfo(configRecord.blockInfoBytes).txBytes[0];
  const result =
    txBytes === undefined ? undefined : decodeMessage(TransactionSchema, txBytes).result?.contractResult?.result;
  if (result === undefined || result.length === 0) return refuse("tx is not config tx");
  return succeed(result);
};
