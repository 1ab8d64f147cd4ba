import { create } from "@bufbuild/protobuf";
import type { Chain, CommittedTx } from "@yanta/chain";
import { CodedError } from "@yanta/errors";
import { TxResponseSchema, TxStatusCode, type TxResponse, type TxView } from "@yanta/protocol";
import { resourceExhaustedStatus } from "../call-status.ts";
import { syncWaitersMax } from "../../limits.ts";
import type { RpcContext } from "../rpc-context.ts";
import { admit, dispatch, encodeResponse, readTx, refusalResponse } from "./send-request.ts";

/** Transaction ids that a SendRequestSync call waits for, by chain. */
export type SyncWaiters = Map<Chain, Set<string>>;

/**
 * SendRequestSync: as SendRequest, but an INVOKE answers with its result once the block is durable.
 * `abortion` aborts when the client goes away. Spec: rpc.md §8.
 */
export async function sendRequestSync(
  context: RpcContext,
  waiters: SyncWaiters,
  requestBytes: Uint8Array,
  abortion: () => AbortController,
): Promise<Uint8Array> {
  const tx = readTx(requestBytes);
  const dispatched = dispatch(context, tx);
  switch (dispatched.kind) {
    case "answer":
      return encodeResponse(dispatched.response);
    case "archive":
      return encodeResponse(await dispatched.chain.archive(tx));
    case "invoke":
      return encodeResponse(
        await invokeAndWait({ context, waiters, chain: dispatched.chain, tx, abortion: abortion() }),
      );
  }
}

interface Invocation {
  readonly context: RpcContext;
  readonly waiters: SyncWaiters;
  readonly chain: Chain;
  readonly tx: TxView;
  readonly abortion: AbortController;
}

/** Why a wait was given up, if not because the client went away. */
const timedOut = new Error("sync_tx_result_timeout");
/** The chain has dropped the transaction: it waited while the rules changed, came too early, or a development chain went back. */
const goneCodes: ReadonlySet<string> = new Set(["CHAIN_WENT_BACK", "CHAIN_TX_DROPPED"]);
const poolRefused = new Error("the pool has refused");

async function invokeAndWait({ context, waiters, chain, tx, abortion }: Invocation): Promise<TxResponse> {
  const waiting = waiters.get(chain) ?? new Set<string>();
  waiters.set(chain, waiting);
  if (waiting.has(tx.txId))
    return refusalResponse(tx, { code: TxStatusCode.INTERNAL_ERROR, message: "txId duplicated" });
  if (waiting.size >= syncWaitersMax)
    throw resourceExhaustedStatus(
      "too many SendRequestSync calls wait for their block, send with SendRequest or try again later",
    );

  waiting.add(tx.txId);
  const { signal } = abortion;
  const timer = setTimeout(() => abortion.abort(timedOut), context.syncResultTimeoutMs);
  try {
    const committed = chain.waitForCommit(tx.txId, signal);
    // The rejection of an abandoned wait is of no interest once the pool has refused.
    committed.catch(() => undefined);
    const refusal = admit(context, chain, tx);
    if (refusal !== undefined) {
      abortion.abort(poolRefused);
      return refusalResponse(tx, refusal);
    }
    return committedResponse(tx, await committed);
  } catch (error) {
    if (signal.reason === timedOut)
      return timeoutResponse(
        tx,
        `request reached sync_tx_result_timeout, timeout=${goDuration(context.syncResultTimeoutMs)}`,
      );
    if (signal.aborted) return timeoutResponse(tx, "context canceled");
    if (error instanceof CodedError && goneCodes.has(error.code)) return timeoutResponse(tx, error.message);
    throw error;
  } finally {
    clearTimeout(timer);
    waiting.delete(tx.txId);
  }
}

function committedResponse(tx: TxView, committed: CommittedTx): TxResponse {
  const { result } = committed;
  return create(TxResponseSchema, {
    code: result.code,
    message: result.message,
    ...(result.contractResult === undefined ? {} : { contractResult: result.contractResult }),
    txId: tx.txId,
    txTimestamp: tx.payload.timestamp,
    txBlockHeight: committed.height,
  });
}

function timeoutResponse(tx: TxView, message: string): TxResponse {
  return create(TxResponseSchema, { code: TxStatusCode.TIMEOUT, message, txId: tx.txId });
}

/** Go's text of a duration of whole milliseconds: 60000 → `1m0s`, 1500 → `1.5s`, 500 → `500ms`. */
export function goDuration(ms: number): string {
  if (ms < 1000) return ms === 0 ? "0s" : `${ms}ms`;
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  const seconds = `${(ms % 60_000) / 1000}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
