import { bytesToHex } from "@yanta/bytes";
import type { Chain } from "@yanta/chain";
import type { RpcMethod } from "../json-rpc/answer-request.ts";
import { toQuantity } from "../json-rpc/hex.ts";
import { readObject } from "../json-rpc/read-params.ts";
import { limitExceeded, serverError } from "../json-rpc/rpc-error.ts";
import { filterIdleMsMax, filtersMax, logRangeBlocksMax } from "../limits.ts";
import { getLogs, type HeightRange, type LogConditions, logsUntilFull, readLogConditions } from "./log-filter.ts";
import { lastHeight, readHeight } from "./read-block-tag.ts";
import type { RpcContext } from "./rpc-context.ts";

/** An installed filter. It keeps where its reader stopped, not what happened since. */
interface Filter {
  readonly kind: "logs" | "blocks" | "transactions";
  readonly conditions: LogConditions;
  /** What the filter was made of, for eth_getFilterLogs. */
  readonly criteria: Readonly<Record<string, unknown>>;
  readonly lastWanted: bigint | undefined;
  nextHeight: bigint;
  nextHash: number;
  usedAtMs: number;
}

/** Logs and filters. */
export function createFilterMethods(context: RpcContext): Readonly<Record<string, RpcMethod>> {
  const { chain, clock, accepted } = context;
  const filters = new Map<string, Filter>();
  let count = 0n;
  // What was told stays told; the blocks that come instead of the removed ones are told, too.
  chain.onRevert((height) => {
    for (const filter of filters.values()) if (filter.nextHeight > height + 1n) filter.nextHeight = height + 1n;
  });

  const install = (kind: Filter["kind"], criteria: Readonly<Record<string, unknown>>): string => {
    const now = clock.monotonicMs();
    for (const [id, { usedAtMs }] of filters) if (now - usedAtMs > filterIdleMsMax) filters.delete(id);
    if (filters.size >= filtersMax) throw limitExceeded(`more than ${filtersMax} filters are installed`);
    const conditions = readLogConditions(criteria);
    const isOpen =
      criteria["toBlock"] === undefined ||
      typeof criteria["toBlock"] !== "string" ||
      !criteria["toBlock"].startsWith("0x");
    const from = criteria["fromBlock"];
    const afterLast = lastHeight(chain) + 1n;
    const nextHeight = typeof from === "string" && from.startsWith("0x") ? readHeight(from, chain) : afterLast;
    const lastWanted = isOpen ? undefined : readHeight(criteria["toBlock"], chain);
    const id = toQuantity(++count);
    const next = nextHeight > afterLast ? nextHeight : afterLast;
    filters.set(id, {
      kind,
      conditions,
      criteria,
      lastWanted,
      nextHeight: next,
      nextHash: accepted.end,
      usedAtMs: now,
    });
    return id;
  };
  const use = (id: unknown): Filter => {
    const filter = typeof id === "string" ? filters.get(id) : undefined;
    if (filter === undefined) throw serverError("filter not found");
    filter.usedAtMs = clock.monotonicMs();
    return filter;
  };
  const changes = async (filter: Filter): Promise<unknown> => {
    if (filter.kind === "transactions") {
      const hashes = accepted.since(filter.nextHash);
      filter.nextHash = accepted.end;
      return hashes.map((hash) => `0x${hash}`);
    }
    const last = lastHeight(chain);
    const from = filter.nextHeight;
    const ends = [filter.lastWanted ?? last, last, from + BigInt(logRangeBlocksMax) - 1n];
    const to = ends.reduce((least, end) => (end < least ? end : least));
    if (to < from) return [];
    if (filter.kind === "logs") return changedLogs(filter, { from, to });
    filter.nextHeight = to + 1n;
    return blockHashes(chain, { from, to });
  };
  /** A reader far behind is told in pieces, so that it catches up by asking again; what was archived meanwhile it misses, and is told once. */
  const changedLogs = async (filter: Filter, { from, to }: HeightRange): Promise<unknown> => {
    const { archivedHeight } = chain.ledger;
    if (from < archivedHeight) {
      filter.nextHeight = archivedHeight;
      throw serverError(
        `blocks ${from} to ${archivedHeight - 1n} were archived before this filter told about them; ask again to go on with block ${archivedHeight}`,
      );
    }
    const { logs, nextHeight } = await logsUntilFull(context, { from, to }, filter.conditions);
    filter.nextHeight = nextHeight;
    return logs;
  };

  return {
    eth_getLogs: ([filter]) => getLogs(context, filter),
    eth_newFilter: ([criteria]) => install("logs", readObject(criteria, "filter")),
    eth_newBlockFilter: () => install("blocks", {}),
    eth_newPendingTransactionFilter: () => install("transactions", {}),
    eth_uninstallFilter: ([id]) => typeof id === "string" && filters.delete(id),
    eth_getFilterChanges: ([id]) => changes(use(id)),
    eth_getFilterLogs: ([id]) => {
      const filter = use(id);
      if (filter.kind !== "logs") throw serverError("filter not found");
      return getLogs(context, filter.criteria);
    },
  };
}

function blockHashes({ ledger }: Chain, { from, to }: HeightRange): string[] {
  const hashes: string[] = [];
  for (let height = from; height <= to; height++) {
    const record = ledger.getBlock(height);
    if (record !== undefined) hashes.push(`0x${bytesToHex(record.blockHash)}`);
  }
  return hashes;
}
