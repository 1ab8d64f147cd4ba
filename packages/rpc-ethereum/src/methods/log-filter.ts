import { readAddress, readHash, readObject } from "../json-rpc/read-params.ts";
import { invalidParams, limitExceeded, serverError } from "../json-rpc/rpc-error.ts";
import { nextTurn } from "../json-rpc/answer-request.ts";
import { filterAlternativesMax, logBlocksPerTurn, logRangeBlocksMax, logsMax } from "../limits.ts";
import type { ChainBlock } from "../view/block-reader.ts";
import { logToJson } from "../view/log-json.ts";
import type { ChainLog } from "../view/logs.ts";
import { lastHeight, readHeight } from "./read-block-tag.ts";
import type { RpcContext } from "./rpc-context.ts";

/** Conditions of a log: any of the addresses, and for each topic any of its alternatives. Undefined means whatever it is. */
export interface LogConditions {
  readonly addresses: ReadonlySet<string> | undefined;
  readonly topics: readonly (ReadonlySet<string> | undefined)[];
}

const topicsMax = 4;

export function readLogConditions(filter: Readonly<Record<string, unknown>>): LogConditions {
  const { address, topics } = filter;
  if (topics !== undefined && topics !== null && !Array.isArray(topics)) throw invalidParams("topics: not a list");
  const positions = (topics ?? []) as readonly unknown[];
  if (positions.length > topicsMax) throw invalidParams("exceed max topics");
  return {
    addresses: readAlternatives(address, "address", readAddress),
    topics: positions.map((each, at) => readAlternatives(each, `topics[${at}]`, readHash)),
  };
}

function readAlternatives(
  value: unknown,
  name: string,
  read: (value: unknown, name: string) => string,
): ReadonlySet<string> | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) return new Set([read(value, name)]);
  if (value.length > filterAlternativesMax)
    throw limitExceeded(`${name}: more than ${filterAlternativesMax} alternatives`);
  return value.length === 0 ? undefined : new Set(value.map((each) => read(each, name)));
}

export function matchesLog({ addresses, topics }: LogConditions, log: ChainLog): boolean {
  if (addresses !== undefined && !addresses.has(log.address)) return false;
  if (topics.length > log.topics.length) return false;
  return topics.every((alternatives, at) => alternatives === undefined || alternatives.has(log.topics[at] ?? ""));
}

/** Logs of one block, as JSON-RPC shows them. */
export function blockLogs(block: ChainBlock, conditions: LogConditions): Record<string, unknown>[] {
  return block.logs.filter((log) => matchesLog(conditions, log)).map((log) => logToJson(log, block));
}

/** Heights from `from` to `to`, both inclusive. */
export interface HeightRange {
  readonly from: bigint;
  readonly to: bigint;
}

/** Logs of blocks in order, and the height that follows the last block told about. */
export interface LogsAndNext {
  readonly logs: readonly Record<string, unknown>[];
  readonly nextHeight: bigint;
}

/**
 * Logs of the blocks of a range, as many whole blocks as an answer may hold, and always the first; reading long ranges lets others have
 * their turn.
 */
export async function logsUntilFull(
  context: RpcContext,
  { from, to }: HeightRange,
  conditions: LogConditions,
): Promise<LogsAndNext> {
  const logs: Record<string, unknown>[] = [];
  let read = 0;
  for (let height = from; height <= to; height++) {
    const block = context.blocks.read(height);
    if (block?.isArchived === true) throw serverError(`block ${height} was archived`);
    const found = block === undefined ? [] : blockLogs(block, conditions);
    if (logs.length > 0 && logs.length + found.length > logsMax) return { logs, nextHeight: height };
    for (const log of found) logs.push(log);
    if (++read % logBlocksPerTurn === 0) await nextTurn();
  }
  return { logs, nextHeight: to + 1n };
}

/** All logs of a range of blocks. */
async function rangeLogs(
  context: RpcContext,
  { from, to }: HeightRange,
  conditions: LogConditions,
): Promise<readonly Record<string, unknown>[]> {
  if (to - from >= BigInt(logRangeBlocksMax)) throw limitExceeded(`block range is larger than ${logRangeBlocksMax}`);
  const { logs, nextHeight } = await logsUntilFull(context, { from, to }, conditions);
  if (nextHeight <= to || logs.length > logsMax) throw limitExceeded(`query returned more than ${logsMax} results`);
  return logs;
}

/** eth_getLogs. */
export async function getLogs(context: RpcContext, value: unknown): Promise<readonly Record<string, unknown>[]> {
  const filter = readObject(value, "filter");
  const conditions = readLogConditions(filter);
  const { blockHash, fromBlock, toBlock } = filter;
  if (blockHash !== undefined && blockHash !== null) {
    if (fromBlock !== undefined || toBlock !== undefined)
      throw invalidParams("cannot specify both BlockHash and FromBlock/ToBlock, choose one or the other");
    const block = context.blocks.readByHash(readHash(blockHash, "blockHash"));
    if (block === undefined) throw serverError("unknown block");
    return blockLogs(block, conditions);
  }
  return rangeLogs(context, readRange(filter, context), conditions);
}

function readRange({ fromBlock, toBlock }: Readonly<Record<string, unknown>>, { chain }: RpcContext): HeightRange {
  const last = lastHeight(chain);
  const from = readHeight(fromBlock, chain);
  const to = readHeight(toBlock, chain);
  if (from > to) throw invalidParams("invalid block range params");
  if (from > last || to > last) throw invalidParams("block range extends beyond current head block");
  return { from, to };
}
