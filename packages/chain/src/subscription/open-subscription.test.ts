import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBinary } from "@bufbuild/protobuf";
import { int64ToBytesLe } from "@yanta/bytes";
import {
  BlockHeaderSchema,
  BlockInfoSchema,
  ContractEventInfoListSchema,
  createTxViewFromTransaction,
  TxType,
} from "@yanta/protocol";
import { openTestChain, type TestChain } from "../testing/open-test-chain.ts";
import { callTx, client, installContracts } from "../testing/script-contract.ts";
import { signTx, testMember, type TestTx } from "../testing/test-network.ts";

function subscribe(
  chain: TestChain,
  method: string,
  parameters: TestTx["parameters"] = {},
  signal = AbortSignal.timeout(5000),
  sender = client,
) {
  return chain.chain.subscribe(
    signTx({ sender, txType: TxType.SUBSCRIBE, txId: "s", contract: "SUBSCRIBE_MANAGE", method, parameters }),
    signal,
  );
}

const heights = (start: number, end: number) => ({
  START_BLOCK: int64ToBytesLe(BigInt(start)),
  END_BLOCK: int64ToBytesLe(BigInt(end)),
});

/** Everything that a subscription yields until it ends, at most `countMax`. */
async function collect(
  subscription: ReturnType<typeof subscribe>,
  countMax = Number.POSITIVE_INFINITY,
): Promise<Uint8Array[]> {
  assert.equal(subscription.kind, "stream");
  const found: Uint8Array[] = [];
  if (subscription.kind !== "stream") return found;
  for await (const data of subscription.data) {
    found.push(data);
    if (found.length >= countMax) break;
  }
  return found;
}

const heightsOf = (data: readonly Uint8Array[]): bigint[] =>
  data.map((bytes) => fromBinary(BlockInfoSchema, bytes).block?.header?.blockHeight ?? -1n);
const idsOf = (data: readonly Uint8Array[]): string[] => data.map((bytes) => createTxViewFromTransaction(bytes).txId);

/** Heights 0 to 3: genesis, install, two calls each in the last two. */
async function opened(): Promise<TestChain> {
  const chain = await openTestChain();
  await installContracts(chain, "alpha");
  for (const height of [2, 3]) {
    chain.send(
      callTx(`${height}a`, "emit", { topic: "t", data: String(height) }),
      callTx(`${height}b`, "put", { key: "k" }),
    );
    await chain.makeBlock();
  }
  return chain;
}

test("history of blocks, with rwsets, without, headers only", async () => {
  const chain = await opened();
  const plain = await collect(subscribe(chain, "SUBSCRIBE_BLOCK", heights(1, 3)));
  assert.deepEqual(heightsOf(plain), [1n, 2n, 3n]);
  assert.equal(fromBinary(BlockInfoSchema, plain[1] ?? new Uint8Array()).rwsetList.length, 0);
  const full = await collect(subscribe(chain, "SUBSCRIBE_BLOCK", { ...heights(2, 2), WITH_RWSET: "true" }));
  assert.deepEqual(full, [chain.ledger.getBlock(2n)?.blockInfoBytes]);
  const [header] = await collect(
    subscribe(chain, "SUBSCRIBE_BLOCK", { ...heights(2, 2), WITH_RWSET: "true", ONLY_HEADER: "true" }),
  );
  assert.equal(fromBinary(BlockHeaderSchema, header ?? new Uint8Array()).blockHeight, 2n);
});

test("history turns into new blocks without gap or duplicate, at any pace of the reader", async () => {
  const chain = await opened();
  const subscription = subscribe(chain, "SUBSCRIBE_BLOCK", heights(0, 12));
  assert.equal(subscription.kind, "stream");
  const seen: bigint[] = [];
  if (subscription.kind !== "stream") return;
  for await (const data of subscription.data) {
    seen.push(...heightsOf([data]));
    // Two new blocks for each one read: the reader falls behind, then catches up.
    for (let i = 0; i < 2 && (chain.ledger.lastHeight ?? 0n) < 12n; i++) {
      chain.send(callTx(`x${chain.ledger.lastHeight}`, "put", { key: "k" }));
      await chain.makeBlock();
    }
  }
  assert.deepEqual(
    seen,
    Array.from({ length: 13 }, (_, i) => BigInt(i)),
  );
});

test("subscribers that ask for the same get the same arrays, others their own", async () => {
  const chain = await opened();
  const last = heights(3, 3);
  const twice = async (method: string, parameters: TestTx["parameters"]) => [
    await collect(subscribe(chain, method, { ...last, ...parameters })),
    await collect(subscribe(chain, method, { ...last, ...parameters })),
  ];
  for (const [method, parameters] of [
    ["SUBSCRIBE_BLOCK", {}],
    ["SUBSCRIBE_BLOCK", { ONLY_HEADER: "true" }],
    ["SUBSCRIBE_TX", { CONTRACT_NAME: "alpha" }],
    ["SUBSCRIBE_CONTRACT_EVENT", { CONTRACT_NAME: "alpha", TOPIC: "t" }],
  ] as const) {
    const [one = [], other = []] = await twice(method, parameters);
    assert.ok(one.length > 0, method);
    for (const [index, data] of one.entries()) assert.equal(other[index], data, method);
  }
  const lists = await Promise.all(
    ["t", "x"].map((TOPIC) =>
      collect(subscribe(chain, "SUBSCRIBE_CONTRACT_EVENT", { ...last, CONTRACT_NAME: "alpha", TOPIC })),
    ),
  );
  assert.notDeepEqual(lists[0], lists[1]);
  const light = testMember(2, "user/light1");
  const seen = await collect(subscribe(chain, "SUBSCRIBE_BLOCK", last, undefined, light));
  assert.equal(fromBinary(BlockInfoSchema, seen[0] ?? new Uint8Array()).block?.txs.length, 0, "another organisation's");
});

test("-1, -1 sends new blocks only; an aborted stream ends", async () => {
  const chain = await opened();
  const control = new AbortController();
  const collected = collect(subscribe(chain, "SUBSCRIBE_BLOCK", heights(-1, -1), control.signal));
  chain.send(callTx("new", "put", { key: "k" }));
  await chain.makeBlock();
  await new Promise((resolve) => setImmediate(resolve));
  control.abort();
  assert.deepEqual(heightsOf(await collected), [4n]);
});

test("transactions: filters and their precedence, the end after the awaited ids", async () => {
  const chain = await opened();
  const tx = async (parameters: TestTx["parameters"]): Promise<string[]> =>
    idsOf(await collect(subscribe(chain, "SUBSCRIBE_TX", { ...heights(1, 3), ...parameters })));
  assert.deepEqual(await tx({}), ["install-alpha", "2a", "2b", "3a", "3b"]);
  assert.deepEqual(await tx({ CONTRACT_NAME: "alpha", TX_IDS: "" }), ["2a", "2b", "3a", "3b"]);
  assert.deepEqual(await tx({ TX_IDS: "2b,3a" }), ["2b", "3a"]);
  assert.deepEqual(await tx({ PRE_TX_ID: "3", CONTRACT_NAME: "nobody" }), ["3a", "3b"]);
  assert.deepEqual(await tx({ PRE_ORG_ID: "wx-org2" }), []);
  assert.deepEqual(idsOf(await collect(subscribe(chain, "SUBSCRIBE_TX", { ...heights(0, -1), TX_IDS: "2a" }))), ["2a"]);
});

test("what subscriptions hold is bounded in bytes, and given back when they end", async () => {
  const chain = await opened();
  const control = new AbortController();
  const ids = (count: number): string => Array.from({ length: count }, (_, index) => `${index}`).join(",");
  const ask = (count: number) =>
    subscribe(chain, "SUBSCRIBE_TX", { ...heights(-1, -1), TX_IDS: ids(count) }, control.signal);
  const refusal = { kind: "refused", status: "Internal", message: "get subscriber failed, too many subscriptions" };
  assert.deepEqual(ask(1_100_000), refusal, "one alone");
  const open = [400_000, 400_000].map((count) => collect(ask(count)));
  assert.deepEqual(ask(400_000), refusal);
  control.abort();
  await Promise.all(open);
  assert.equal(ask(400_000).kind, "stream");
});

test("a LIGHT subscriber sees transactions of its own organisation", async () => {
  const chain = await opened();
  const other = testMember(2, "user/client1");
  chain.send(
    signTx({ sender: other, txId: "other", contract: "alpha", method: "put", parameters: { key: "k" } }),
    callTx("own", "put", { key: "k" }),
  );
  await chain.makeBlock();
  const light = testMember(1, "user/light1");
  assert.deepEqual(idsOf(await collect(subscribe(chain, "SUBSCRIBE_TX", heights(4, 4), undefined, light))), ["own"]);
  const [block] = await collect(
    subscribe(chain, "SUBSCRIBE_BLOCK", { ...heights(4, 4), WITH_RWSET: "true" }, undefined, light),
  );
  const info = fromBinary(BlockInfoSchema, block ?? new Uint8Array());
  assert.deepEqual(
    [info.block?.txs.map(({ payload }) => payload?.txId), info.rwsetList.map(({ txId }) => txId)],
    [["own"], ["own"]],
  );
  assert.equal(info.block?.header?.txCount, 2);
});

test("events: one list a block, one empty entry without a match", async () => {
  const chain = await opened();
  const lists = async (parameters: TestTx["parameters"], countMax?: number) =>
    (await collect(subscribe(chain, "SUBSCRIBE_CONTRACT_EVENT", parameters), countMax)).map((bytes) =>
      fromBinary(ContractEventInfoListSchema, bytes).contractEvents.map((e) => [
        e.blockHeight,
        e.txId,
        e.topic,
        e.eventIndex,
        e.eventData,
        e.contractName,
        e.chainId,
      ]),
    );
  assert.deepEqual(await lists({ ...heights(1, 3), CONTRACT_NAME: "alpha", TOPIC: "" }), [
    [[1n, "", "", 0, [], "", "chain1"]],
    [[2n, "2a", "t", 0, ["2"], "alpha", "chain1"]],
    [[3n, "3a", "t", 0, ["3"], "alpha", "chain1"]],
  ]);
  assert.deepEqual((await lists({ ...heights(2, 2), CONTRACT_NAME: "alpha", TOPIC: "x" }))[0]?.[0]?.[1], "");
  assert.equal((await lists({ ...heights(0, 3), CONTRACT_NAME: "alpha" })).length, 3);
  assert.deepEqual(await lists({ ...heights(-1, 0), CONTRACT_NAME: "alpha" }), []);
});

test("wrong parameters are refused with ChainMaker's texts", async () => {
  const chain = await opened();
  const refusal = (method: string, parameters: TestTx["parameters"]): unknown => {
    const subscription = subscribe(chain, method, parameters);
    return subscription.kind === "refused" ? [subscription.status, subscription.message] : subscription.kind;
  };
  for (const [start, end] of [
    [-2, 0],
    [0, -2],
    [3, 2],
  ] as const) {
    assert.deepEqual(refusal("SUBSCRIBE_BLOCK", heights(start, end)), [
      "InvalidArgument",
      "check subscribe block payload failed, invalid start block height or end block height",
    ]);
    assert.deepEqual(refusal("SUBSCRIBE_TX", heights(start, end)), [
      "InvalidArgument",
      "check subscribe tx payload params failed, invalid start block height or end block height",
    ]);
    assert.deepEqual(refusal("SUBSCRIBE_CONTRACT_EVENT", heights(start, end)), [
      "InvalidArgument",
      "check subscribe contract event payload params failed, invalid start block height or end block height",
    ]);
  }
  assert.deepEqual(refusal("SUBSCRIBE_BLOCK", { START_BLOCK: Uint8Array.of(1) }), [
    "InvalidArgument",
    "check subscribe block payload failed, unexpected EOF",
  ]);
  assert.deepEqual(refusal("SUBSCRIBE_CONTRACT_EVENT", { CONTRACT_NAME: "" }), [
    "InvalidArgument",
    "unsupport contract name, contract name should not be empty",
  ]);
  assert.deepEqual(await collect(subscribe(chain, "SUBSCRIBE_NOTHING")), []);
});
