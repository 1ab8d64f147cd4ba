import { fromBinary } from "@bufbuild/protobuf";
import { CodedError } from "@yanta/errors";
import { RawTxRequestSchema } from "@yanta/protocol";
import { concatBytes, encodeVarint } from "@yanta/bytes";
import { internalStatus, invalidArgumentStatus, unauthenticatedStatus } from "../call-status.ts";
import type { RpcContext } from "../rpc-context.ts";
import { frameMessage } from "../transport/message-frame.ts";
import { readTx } from "./send-request.ts";

/**
 * Subscribe: authenticates once, then yields framed SubscribeResults until the range ends or `signal` aborts.
 * Spec: rpc.md §9.
 */
export async function* subscribe(
  context: RpcContext,
  requestBytes: Uint8Array,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  const tx = readTx(requestBytes);
  const chain = context.chains.get(tx.payload.chainId);
  if (chain === undefined)
    throw unauthenticatedStatus(`get chain conf failed, chain id ${tx.payload.chainId} not found`);
  const refusal = chain.validate(tx);
  if (refusal !== undefined) throw unauthenticatedStatus(refusal.message);

  const subscription = chain.subscribe(tx, signal);
  if (subscription.kind === "refused") {
    throw subscription.status === "InvalidArgument"
      ? invalidArgumentStatus(subscription.message)
      : internalStatus(subscription.message);
  }
  try {
    for await (const data of subscription.data) yield frameSubscribeResult(data);
  } catch (error) {
    if (error instanceof CodedError && error.code === "CHAIN_SUBSCRIPTION_INTERRUPTED")
      throw internalStatus(String(error.details["reason"]));
    throw error;
  }
}

/** SubscribeWS: the same with the request wrapped in RawTxRequest. */
export function subscribeRaw(
  context: RpcContext,
  requestBytes: Uint8Array,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  let rawTx: Uint8Array;
  try {
    rawTx = fromBinary(RawTxRequestSchema, requestBytes).rawTx;
  } catch {
    throw internalStatus("the bytes are no common.RawTxRequest");
  }
  return subscribe(context, rawTx, signal);
}

/** Frames of data that several subscribers get: the chain gives all of them the same array. */
const frames = new WeakMap<Uint8Array, Uint8Array>();

/** M(SubscribeResult{data}), field 1, length-delimited, as it goes over the wire. */
function frameSubscribeResult(data: Uint8Array): Uint8Array {
  const known = frames.get(data);
  if (known !== undefined) return known;
  const tag = data.length === 0 ? data : concatBytes(Uint8Array.of(0x0a), encodeVarint(data.length));
  const frame = frameMessage(data, tag);
  frames.set(data, frame);
  return frame;
}
