import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { readRequest } from "../read-request.ts";
import type { Chain, PoolTxStage, PoolTxType } from "@yanta/chain";
import { TransactionSchema, txpool } from "@yanta/protocol";
import { poolLookupBytesMax, poolLookupIdsMax } from "../../limits.ts";
import { resourceExhaustedStatus, unknownStatus } from "../call-status.ts";
import type { RpcContext } from "../rpc-context.ts";

/** The chain, or ChainMaker's plain Go error. Spec: rpc.md §1. */
export function chainOf(context: RpcContext, chainId: string): Chain {
  const chain = context.chains.get(chainId);
  if (chain === undefined) throw unknownStatus(`chain id ${chainId} not found`);
  return chain;
}

export function getPoolStatus(context: RpcContext, requestBytes: Uint8Array): Uint8Array {
  const request = readRequest(txpool.GetPoolStatusRequestSchema, requestBytes);
  const status = chainOf(context, request.chainId).pool.status();
  return toBinary(
    txpool.TxPoolStatusSchema,
    create(txpool.TxPoolStatusSchema, {
      configTxPoolSize: status.configCapacity,
      commonTxPoolSize: status.commonCapacity,
      configTxNumInQueue: status.configQueued,
      configTxNumInPending: status.configPending,
      commonTxNumInQueue: status.commonQueued,
      commonTxNumInPending: status.commonPending,
    }),
  );
}

/** `tx_type` and `tx_stage` are bit masks: 1 config, 2 common; 1 queue, 2 pending. Spec: rpc.md §1. */
export function getTxIdsByTypeAndStage(context: RpcContext, requestBytes: Uint8Array): Uint8Array {
  const request = readRequest(txpool.GetTxIdsByTypeAndStageRequestSchema, requestBytes);
  const types = new Set<PoolTxType>();
  if (request.txType & 1) types.add("config");
  if (request.txType & 2) types.add("common");
  const stages = new Set<PoolTxStage>();
  if (request.txStage & 1) stages.add("queue");
  if (request.txStage & 2) stages.add("pending");
  const txIds = chainOf(context, request.chainId).pool.txIds(types, stages);
  return toBinary(
    txpool.GetTxIdsByTypeAndStageResponseSchema,
    create(txpool.GetTxIdsByTypeAndStageResponseSchema, { txIds }),
  );
}

/** Transactions found, and the ids that were not. Spec: rpc.md §1. */
export function getTxsInPoolByTxIds(context: RpcContext, requestBytes: Uint8Array): Uint8Array {
  const request = readRequest(txpool.GetTxsInPoolByTxIdsRequestSchema, requestBytes);
  if (request.txIds.length > poolLookupIdsMax)
    throw unknownStatus(`the number of tx ids ${request.txIds.length} exceeds ${poolLookupIdsMax}`);
  const { pool } = chainOf(context, request.chainId);
  const response = create(txpool.GetTxsInPoolByTxIdsResponseSchema);
  let sizeBytes = 0;
  for (const txId of request.txIds) {
    const tx = pool.find(txId);
    if (tx === undefined) {
      response.txIds.push(txId);
      continue;
    }
    sizeBytes += tx.toRequestBytes().length;
    if (sizeBytes > poolLookupBytesMax)
      throw resourceExhaustedStatus(`the transactions asked for exceed ${poolLookupBytesMax} bytes`);
    response.txs.push(fromBinary(TransactionSchema, tx.toTransactionBytes(new Uint8Array(0))));
  }
  return toBinary(txpool.GetTxsInPoolByTxIdsResponseSchema, response);
}
