import { MemberType, type TxView } from "@yanta/protocol";
import { awaitedTxIdSizeBytes } from "../limits.ts";
import type { ChainRules } from "../block/chain-head.ts";
import type { Subscription } from "../interface.ts";
import { encodeSubscribedBlock, encodeSubscribedEvents, encodeSubscribedHeader } from "./encode-subscribed.ts";
import type { FollowRange, SubscriptionHub } from "./subscription-hub.ts";
import { planRange } from "./subscription-range.ts";
import { readSubscriptionRequest, type SubscriptionRequest } from "./subscription-request.ts";
import { matchesFilter } from "./tx-filter.ts";

export interface SubscriptionInput {
  readonly hub: SubscriptionHub;
  readonly rules: ChainRules;
  /** Unix seconds at which the subscriber's certificate is judged. */
  readonly now: bigint;
  /** A validated SUBSCRIBE transaction. */
  readonly tx: TxView;
  readonly signal: AbortSignal;
}

const comma = 0x2c;

interface Stream {
  readonly hub: SubscriptionHub;
  readonly range: FollowRange;
  /** The organisation of a LIGHT subscriber, undefined for others. */
  readonly onlyOrgId: string | undefined;
  readonly sizeBytes: number;
  readonly signal: AbortSignal;
}

/** Opens the stream that a SUBSCRIBE transaction asks for. Spec: rpc.md §9. */
export function openSubscription({ hub, rules, now, tx, signal }: SubscriptionInput): Subscription {
  // Before the ids are told apart, which takes more room than their text.
  const sizeBytes = sizeBytesOf(tx);
  if (!hub.hasRoom(sizeBytes))
    return { kind: "refused", status: "Internal", message: "get subscriber failed, too many subscriptions" };
  const read = readSubscriptionRequest(tx.payload);
  if (read.kind === "unknown-method") return { kind: "stream", data: nothing() };
  if (read.kind === "refused") return { ...read, status: "InvalidArgument" };
  const planned = planRange(read.request.kind, read.request.range, hub.lastHeight);
  if (planned.kind === "refused") return planned;

  const member = tx.sender?.signer;
  const subscriber = member && rules.accessControl.resolveMember(member, now);
  if (subscriber?.kind !== "identity" || member?.memberType === MemberType.ALIAS)
    return { kind: "refused", status: "Unknown", message: "invalid member type" };
  if (planned.kind === "nothing") return { kind: "stream", data: nothing() };
  const { orgId, role } = subscriber.identity;
  return {
    kind: "stream",
    data: streamOf(read.request, {
      hub,
      range: planned.range,
      onlyOrgId: role === "LIGHT" ? orgId : undefined,
      sizeBytes,
      signal,
    }),
  };
}

/** Bytes that a subscription holds until it ends: its request, and the transaction ids that it waits for. */
function sizeBytesOf(tx: TxView): number {
  let sizeBytes = tx.toRequestBytes().length;
  for (const { key, value } of tx.payload.parameters)
    if (key === "TX_IDS") sizeBytes += countEntries(value) * awaitedTxIdSizeBytes;
  return sizeBytes;
}

/** Entries of a comma list. */
function countEntries(list: Uint8Array): number {
  if (list.length === 0) return 0;
  let count = 1;
  for (let at = list.indexOf(comma); at >= 0; at = list.indexOf(comma, at + 1)) count++;
  return count;
}

function streamOf(request: SubscriptionRequest, stream: Stream): AsyncIterable<Uint8Array> {
  switch (request.kind) {
    case "block":
      return blocks(request, stream);
    case "tx":
      return transactions(request, stream);
    case "event":
      return events(request, stream);
  }
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {}

async function* blocks(
  request: SubscriptionRequest & { kind: "block" },
  { hub, range, onlyOrgId, sizeBytes, signal }: Stream,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { onlyHeader, withRwset } = request;
  const shape = JSON.stringify(onlyHeader ? ["header"] : ["block", withRwset, onlyOrgId]);
  for await (const { blockInfoBytes } of hub.follow(range, { needsTxs: !onlyHeader, sizeBytes, signal })) {
    yield hub.shared.encoding(blockInfoBytes, shape, () =>
      onlyHeader
        ? encodeSubscribedHeader(blockInfoBytes)
        : encodeSubscribedBlock(blockInfoBytes, { withRwset, onlyOrgId }),
    );
  }
}

async function* transactions(
  request: SubscriptionRequest & { kind: "tx" },
  { hub, range, onlyOrgId, sizeBytes, signal }: Stream,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { filter } = request;
  for await (const { blockInfoBytes } of hub.follow(range, { needsTxs: true, sizeBytes, signal })) {
    for (const { tx, txBytes } of hub.shared.txs(blockInfoBytes)) {
      if (signal.aborted) return;
      if (!matchesFilter(tx, filter)) continue;
      if (onlyOrgId === undefined || tx.sender?.signer?.orgId === onlyOrgId) yield txBytes;
      if (filter.txIds.delete(tx.txId) && filter.txIds.size === 0) return;
    }
  }
}

async function* events(
  request: SubscriptionRequest & { kind: "event" },
  { hub, range, sizeBytes, signal }: Stream,
): AsyncGenerator<Uint8Array, void, undefined> {
  const shape = JSON.stringify(["events", request.contractName, request.topic]);
  for await (const { height, blockInfoBytes } of hub.follow(range, { needsTxs: true, sizeBytes, signal })) {
    if (height > 0n)
      yield hub.shared.encoding(blockInfoBytes, shape, () => encodeSubscribedEvents(blockInfoBytes, request));
  }
}
