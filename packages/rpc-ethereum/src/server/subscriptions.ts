import { randomBytes } from "@yanta/crypto";
import { bytesToHex } from "@yanta/bytes";
import { readObject } from "../json-rpc/read-params.ts";
import { invalidParams, limitExceeded } from "../json-rpc/rpc-error.ts";
import { subscriptionsPerSocketMax } from "../limits.ts";
import { blockLogs, type LogConditions, readLogConditions } from "../methods/log-filter.ts";
import type { RpcContext } from "../methods/rpc-context.ts";
import { headerToJson } from "../view/block-json.ts";
import { pendingToJson } from "../view/transaction-json.ts";

type Subscription =
  | { readonly kind: "newHeads" }
  | { readonly kind: "logs"; readonly conditions: LogConditions }
  | { readonly kind: "newPendingTransactions"; readonly isFull: boolean };

/** The subscriptions of one WebSocket. Spec: eth_subscribe of go-ethereum. */
export class SocketSubscriptions {
  readonly #context: RpcContext;
  readonly #send: (text: string) => void;
  readonly #subscriptions = new Map<string, Subscription>();

  constructor(context: RpcContext, send: (text: string) => void) {
    this.#context = context;
    this.#send = send;
  }

  subscribe([kind, options]: readonly unknown[]): string {
    if (this.#subscriptions.size >= subscriptionsPerSocketMax)
      throw limitExceeded(`more than ${subscriptionsPerSocketMax} subscriptions on one connection`);
    const id = `0x${bytesToHex(randomBytes(16))}`;
    this.#subscriptions.set(id, readSubscription(kind, options));
    return id;
  }

  unsubscribe([id]: readonly unknown[]): boolean {
    return typeof id === "string" && this.#subscriptions.delete(id);
  }

  /** A block became durable. */
  onBlock(height: bigint): void {
    if (this.#subscriptions.size === 0) return;
    const block = this.#context.blocks.read(height);
    if (block === undefined) return;
    for (const [id, subscription] of this.#subscriptions) {
      if (subscription.kind === "newHeads") this.#notify(id, headerToJson(block));
      if (subscription.kind === "logs")
        for (const log of blockLogs(block, subscription.conditions)) this.#notify(id, log);
    }
  }

  /** A transaction was accepted. */
  onAccepted(hash: string): void {
    for (const [id, subscription] of this.#subscriptions) {
      if (subscription.kind !== "newPendingTransactions") continue;
      const pending = subscription.isFull ? this.#context.sender.find(hash) : undefined;
      this.#notify(id, pending === undefined ? `0x${hash}` : pendingToJson(pending));
    }
  }

  #notify(subscription: string, result: unknown): void {
    this.#send(JSON.stringify({ jsonrpc: "2.0", method: "eth_subscription", params: { subscription, result } }));
  }
}

function readSubscription(kind: unknown, options: unknown): Subscription {
  switch (kind) {
    case "newHeads":
      return { kind };
    case "logs":
      return { kind, conditions: readLogConditions(options === undefined ? {} : readObject(options, "filter")) };
    case "newPendingTransactions":
      return { kind, isFull: options === true };
    default:
      throw invalidParams("unknown subscription: newHeads, logs and newPendingTransactions can be had");
  }
}
