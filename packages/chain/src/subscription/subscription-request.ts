import { bytesToInt64Le, bytesToUtf8 } from "@yanta/bytes";
import type { Payload } from "@yanta/protocol";
import type { SubscriptionRange } from "../interface.ts";
import { parameterFaultPrefixes, type SubscriptionKind } from "./subscription-range.ts";
import type { TxFilter } from "./tx-filter.ts";

/** What a SUBSCRIBE payload asks for. */
export type SubscriptionRequest =
  | {
      readonly kind: "block";
      readonly range: SubscriptionRange;
      readonly withRwset: boolean;
      readonly onlyHeader: boolean;
    }
  | { readonly kind: "tx"; readonly range: SubscriptionRange; readonly filter: TxFilter }
  | {
      readonly kind: "event";
      readonly range: SubscriptionRange;
      readonly contractName: string;
      readonly topic: string;
    };

export type ReadRequest =
  | { readonly kind: "request"; readonly request: SubscriptionRequest }
  | { readonly kind: "refused"; readonly message: string }
  /** ChainMaker ends the stream of an unknown method without a word. */
  | { readonly kind: "unknown-method" };

const kindsByMethod: ReadonlyMap<string, SubscriptionKind> = new Map([
  ["SUBSCRIBE_BLOCK", "block"],
  ["SUBSCRIBE_TX", "tx"],
  ["SUBSCRIBE_CONTRACT_EVENT", "event"],
]);

/** Reads a subscription's parameters. Spec: rpc.md §9, client-calls.md §4.8. */
export function readSubscriptionRequest(payload: Payload): ReadRequest {
  const kind = kindsByMethod.get(payload.method);
  if (kind === undefined) return { kind: "unknown-method" };
  const values = new Map(payload.parameters.map(({ key, value }) => [key, value]));
  const text = (key: string): string => bytesToUtf8(values.get(key) ?? new Uint8Array(0));
  const start = readHeight(values.get("START_BLOCK"));
  const end = readHeight(values.get("END_BLOCK"));
  if (typeof start === "string" || typeof end === "string") {
    return { kind: "refused", message: `${parameterFaultPrefixes[kind]}, ${typeof start === "string" ? start : end}` };
  }

  const range = { start, end };
  switch (kind) {
    case "block":
      return {
        kind: "request",
        request: { kind, range, withRwset: text("WITH_RWSET") === "true", onlyHeader: text("ONLY_HEADER") === "true" },
      };
    case "tx":
      return { kind: "request", request: { kind, range, filter: readFilter(text) } };
    case "event": {
      const contractName = text("CONTRACT_NAME");
      if (values.has("CONTRACT_NAME") && contractName === "") {
        return { kind: "refused", message: "unsupport contract name, contract name should not be empty" };
      }
      return { kind: "request", request: { kind, range, contractName, topic: text("TOPIC") } };
    }
  }
}

/** Eight bytes, little endian; absent = 0. A text is Go's reason why it cannot be read. */
function readHeight(bytes: Uint8Array | undefined): bigint | string {
  if (bytes === undefined) return 0n;
  return bytesToInt64Le(bytes) ?? (bytes.length === 0 ? "EOF" : "unexpected EOF");
}

function readFilter(text: (key: string) => string): TxFilter {
  const txIds = text("TX_IDS");
  return {
    contractName: text("CONTRACT_NAME"),
    txIds: new Set(txIds === "" ? [] : txIds.split(",")),
    aliasPrefix: text("PRE_ALIAS"),
    txIdPrefix: text("PRE_TX_ID"),
    orgIdPrefix: text("PRE_ORG_ID"),
  };
}
