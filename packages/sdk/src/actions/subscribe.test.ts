import assert from "node:assert/strict";
import { test } from "node:test";
import { create, toBinary } from "@bufbuild/protobuf";
import { bytesToHex, bytesToUtf8 } from "@yanta/bytes";
import {
  BlockHeaderSchema,
  ContractEventInfoListSchema,
  SubscribeResultSchema,
  TxType,
  type TxRequest,
} from "@yanta/protocol";
import { fakeClient } from "../testing/fake-client.ts";
import type { Client } from "../client.ts";
import { subscribeBlockHeaders, subscribeBlocks, subscribeEvents, subscribeTransactions } from "./subscribe.ts";

/** The call that a subscription makes: heights in hex as they stand in the parameters, the rest as text. */
async function callOf(subscribe: (client: Client) => AsyncIterable<unknown>): Promise<readonly string[]> {
  let request: TxRequest | undefined;
  const stream = (each: TxRequest): readonly Uint8Array[] => ((request = each), []);
  for await (const _ of subscribe(fakeClient({ stream }))) assert.fail("nothing was sent");
  const payload = request?.payload ?? assert.fail("no call");
  assert.equal(payload.txType, TxType.SUBSCRIBE);
  return [
    `${payload.contractName}.${payload.method}`,
    ...payload.parameters.map(
      ({ key, value }) => `${key}=${key.endsWith("_BLOCK") ? bytesToHex(value) : bytesToUtf8(value)}`,
    ),
  ];
}

test("heights are 8 bytes little endian, -1 without one", async () => {
  const [method, ...parameters] = await callOf((client) =>
    subscribeBlocks(client, { startHeight: 258n, endHeight: 2n ** 40n, withRwSet: true }),
  );
  assert.equal(method, "SUBSCRIBE_MANAGE.SUBSCRIBE_BLOCK");
  assert.deepEqual(parameters, [
    "START_BLOCK=0201000000000000",
    "END_BLOCK=0000000000010000",
    "WITH_RWSET=true",
    "ONLY_HEADER=false",
  ]);
  assert.deepEqual(await callOf((client) => subscribeBlockHeaders(client)), [
    "SUBSCRIBE_MANAGE.SUBSCRIBE_BLOCK",
    "START_BLOCK=ffffffffffffffff",
    "END_BLOCK=ffffffffffffffff",
    "WITH_RWSET=false",
    "ONLY_HEADER=true",
  ]);
});

test("filters of transactions and events", async () => {
  const heights = ["START_BLOCK=0000000000000000", "END_BLOCK=ffffffffffffffff"];
  assert.deepEqual(
    await callOf((client) => subscribeTransactions(client, { startHeight: 0n, contract: "fact", txIds: ["a", "b"] })),
    ["SUBSCRIBE_MANAGE.SUBSCRIBE_TX", ...heights, "CONTRACT_NAME=fact", "TX_IDS=a,b"],
  );
  assert.deepEqual(await callOf((client) => subscribeTransactions(client, { startHeight: 0n })), [
    "SUBSCRIBE_MANAGE.SUBSCRIBE_TX",
    ...heights,
    "CONTRACT_NAME=",
    "TX_IDS=",
  ]);
  assert.deepEqual(
    await callOf((client) => subscribeEvents(client, { startHeight: 0n, contract: "fact", topic: "saved" })),
    ["SUBSCRIBE_MANAGE.SUBSCRIBE_CONTRACT_EVENT", ...heights, "CONTRACT_NAME=fact", "TOPIC=saved"],
  );
});

const wrap = (data: Uint8Array): Uint8Array => toBinary(SubscribeResultSchema, create(SubscribeResultSchema, { data }));

test("messages are unwrapped in order", async () => {
  const headers = [5n, 6n].map((blockHeight) => create(BlockHeaderSchema, { blockHeight }));
  const client = fakeClient({ stream: () => headers.map((header) => wrap(toBinary(BlockHeaderSchema, header))) });
  const got = await Array.fromAsync(subscribeBlockHeaders(client), ({ blockHeight }) => blockHeight);
  assert.deepEqual(got, [5n, 6n]);
});

test("an entry that only says that a block has no event is left out", async () => {
  const list = create(ContractEventInfoListSchema, {
    contractEvents: [{ blockHeight: 3n }, { blockHeight: 4n, txId: "t", topic: "saved" }],
  });
  const client = fakeClient({ stream: () => [wrap(toBinary(ContractEventInfoListSchema, list))] });
  const got = await Array.fromAsync(subscribeEvents(client, { contract: "fact" }), ({ txId }) => txId);
  assert.deepEqual(got, ["t"]);
});
