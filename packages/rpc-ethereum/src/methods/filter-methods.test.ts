import assert from "node:assert/strict";
import { test } from "node:test";
import { logRangeBlocksMax, logsMax } from "../limits.ts";
import { createFilterMethods } from "./filter-methods.ts";
import { RecentHashes } from "./recent-hashes.ts";
import type { RpcContext } from "./rpc-context.ts";

/** Filters of a chain whose height, archive and logs a test sets; each block has `logsOf(height)` logs. */
function filtersOf(logsOf: (height: bigint) => number = () => 1) {
  const ledger = {
    lastHeight: 0n,
    archivedHeight: 0n,
    getBlock: (height: bigint) => ({ height, blockHash: Uint8Array.of(Number(height % 256n)) }),
  };
  const log = { txIndex: 0, address: "11".repeat(20), topics: [], data: "" };
  const read = (height: bigint) => ({
    height,
    hash: "00",
    header: { blockTimestamp: height },
    txs: [],
    logs: Array.from({ length: logsOf(height) }, (_, index) => ({ ...log, index })),
    isArchived: height < ledger.archivedHeight,
  });
  const clock = { unixSeconds: () => 0n, monotonicMs: () => 0 };
  const chain = { ledger, onRevert: () => () => undefined };
  const context = { chain, blocks: { read }, clock, accepted: new RecentHashes() } as unknown as RpcContext;
  const methods = createFilterMethods(context);
  const call = async (method: string, ...params: readonly unknown[]): Promise<unknown> => methods[method]?.(params);
  const heights = async (id: unknown): Promise<readonly bigint[]> => {
    const logs = (await call("eth_getFilterChanges", id)) as readonly { readonly blockNumber: string }[];
    return logs.map(({ blockNumber }) => BigInt(blockNumber));
  };
  return { ledger, call, heights };
}

test("a log filter far behind catches up by asking again, without gap or duplicate", async () => {
  const { ledger, call, heights } = filtersOf();
  const id = await call("eth_newFilter", {});
  ledger.lastHeight = BigInt(2 * logRangeBlocksMax + 5);
  const seen: bigint[] = [];
  for (let round = 0; round < 3; round++) for (const height of await heights(id)) seen.push(height);
  assert.equal(seen.length, 2 * logRangeBlocksMax + 5);
  assert.ok(seen.every((height, index) => height === BigInt(index + 1)));
  assert.deepEqual(await heights(id), []);
});

test("more logs than an answer may hold come in several", async () => {
  const { ledger, call, heights } = filtersOf((height) => (height === 3n ? logsMax + 1 : logsMax / 2));
  const id = await call("eth_newFilter", {});
  ledger.lastHeight = 4n;
  const answers: [number, string][] = [];
  for (let answer = await heights(id); answer.length > 0; answer = await heights(id))
    answers.push([answer.length, [...new Set(answer)].join()]);
  assert.deepEqual(answers, [
    [logsMax, "1,2"],
    [logsMax + 1, "3"],
    [logsMax / 2, "4"],
  ]);
});

test("what was archived meanwhile is told once, and the filter goes on behind it", async () => {
  const { ledger, call, heights } = filtersOf();
  const id = await call("eth_newFilter", {});
  ledger.lastHeight = 30n;
  ledger.archivedHeight = 20n;
  await assert.rejects(heights(id), /blocks 1 to 19 were archived .* go on with block 20/);
  assert.deepEqual((await heights(id)).slice(0, 2), [20n, 21n]);
});

test("a block filter is told about at most so many blocks at a time", async () => {
  const { ledger, call } = filtersOf();
  const id = await call("eth_newBlockFilter");
  ledger.lastHeight = BigInt(logRangeBlocksMax + 2);
  const counts: unknown[] = [];
  for (let round = 0; round < 3; round++)
    counts.push(((await call("eth_getFilterChanges", id)) as readonly string[]).length);
  assert.deepEqual(counts, [logRangeBlocksMax, 2, 0]);
});

test("eth_getLogs refuses ranges and answers that are too large", async () => {
  const { ledger, call } = filtersOf(() => logsMax / 2);
  ledger.lastHeight = BigInt(logRangeBlocksMax + 10);
  const hex = (value: number) => `0x${value.toString(16)}`;
  const ask = (from: number, to: number) => call("eth_getLogs", { fromBlock: hex(from), toBlock: hex(to) });
  assert.equal(((await ask(1, 2)) as unknown[]).length, logsMax);
  await assert.rejects(ask(1, 3), { code: -32_005, message: `query returned more than ${logsMax} results` });
  await assert.rejects(ask(0, logRangeBlocksMax), { code: -32_005 });
});
