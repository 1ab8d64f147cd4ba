import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import { int64ToBytesLe } from "@yanta/bytes";
import {
  BlockHeaderSchema,
  BlockInfoSchema,
  ContractEventInfoListSchema,
  SubscribeResultSchema,
  TransactionSchema,
  TxType,
  type BlockHeader,
  type BlockInfo,
  type ContractEventInfo,
  type Transaction,
} from "@yanta/protocol";
import type { Client } from "../client.ts";
import { decodeAnswer } from "../decode-answer.ts";
import { createPayload, type CallParameters } from "../payload.ts";
import { signRequest } from "../request.ts";

/** Heights are inclusive; without a start only new blocks come, without an end the stream stays open. */
export interface SubscriptionOptions {
  readonly startHeight?: bigint;
  readonly endHeight?: bigint;
  readonly signal?: AbortSignal;
}

/** Blocks in order, past ones first. Spec: rpc.md §9. */
export function subscribeBlocks(
  client: Client,
  options: SubscriptionOptions & { readonly withRwSet?: boolean } = {},
): AsyncIterable<BlockInfo> {
  return subscribe(client, BlockInfoSchema, {
    method: "SUBSCRIBE_BLOCK",
    options,
    parameters: { WITH_RWSET: String(options.withRwSet ?? false), ONLY_HEADER: "false" },
  });
}

export function subscribeBlockHeaders(client: Client, options: SubscriptionOptions = {}): AsyncIterable<BlockHeader> {
  return subscribe(client, BlockHeaderSchema, {
    method: "SUBSCRIBE_BLOCK",
    options,
    parameters: { WITH_RWSET: "false", ONLY_HEADER: "true" },
  });
}

/** Transactions of one contract (all without a name), or those with the given ids. */
export function subscribeTransactions(
  client: Client,
  options: SubscriptionOptions & { readonly contract?: string; readonly txIds?: readonly string[] } = {},
): AsyncIterable<Transaction> {
  return subscribe(client, TransactionSchema, {
    method: "SUBSCRIBE_TX",
    options,
    parameters: { CONTRACT_NAME: options.contract ?? "", TX_IDS: (options.txIds ?? []).join(",") },
  });
}

/** Events of a contract, all topics without one. */
export async function* subscribeEvents(
  client: Client,
  options: SubscriptionOptions & { readonly contract: string; readonly topic?: string },
): AsyncIterable<ContractEventInfo> {
  const lists = subscribe(client, ContractEventInfoListSchema, {
    method: "SUBSCRIBE_CONTRACT_EVENT",
    options,
    parameters: { CONTRACT_NAME: options.contract, TOPIC: options.topic ?? "" },
  });
  for await (const list of lists) {
    // A block without a matching event is told by an entry without a topic or transaction.
    for (const event of list.contractEvents) if (event.txId !== "") yield event;
  }
}

interface Opening {
  readonly method: string;
  readonly options: SubscriptionOptions;
  readonly parameters: CallParameters;
}

async function* subscribe<Desc extends DescMessage>(
  client: Client,
  schema: Desc,
  { method, options, parameters }: Opening,
): AsyncIterable<MessageShape<Desc>> {
  const payload = createPayload(client, {
    txType: TxType.SUBSCRIBE,
    contract: "SUBSCRIBE_MANAGE",
    method,
    parameters: {
      START_BLOCK: int64ToBytesLe(options.startHeight ?? -1n),
      END_BLOCK: int64ToBytesLe(options.endHeight ?? -1n),
      ...parameters,
    },
  });
  const request = await signRequest(payload, { signer: client.signer });
  const callOptions = options.signal === undefined ? {} : { signal: options.signal };
  for await (const message of client.transport.stream("Subscribe", request.bytes, callOptions)) {
    yield decodeAnswer(schema, decodeAnswer(SubscribeResultSchema, message, method).data, method);
  }
}
