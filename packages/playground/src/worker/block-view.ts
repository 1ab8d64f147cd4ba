import { bytesToHex, emptyBytes } from "@yanta/bytes";
import {
  type ContractEvent,
  decodeMessage,
  ResultSchema,
  scanOwnBlockInfo,
  splitTransaction,
  type Result,
} from "@yanta/protocol";
import type { BlockRecord } from "@yanta/storage";
import type { BlockView, CallResult, EventView, TransactionView } from "../interface.ts";

/** A block as a page shows it. */
export function recordToBlockView(record: BlockRecord): BlockView {
  const { header, txBytes } = scanOwnBlockInfo(record.blockInfoBytes);
  return {
    height: record.height,
    hash: bytesToHex(record.blockHash),
    previousHash: bytesToHex(header.preBlockHash),
    timestamp: header.blockTimestamp,
    txs: txBytes.map((bytes, index) => transactionToView(bytes, record.height, index)),
  };
}

function transactionToView(bytes: Uint8Array, height: bigint, index: number): TransactionView {
  const { tx, resultBytes } = splitTransaction(bytes);
  const result = resultBytes === undefined ? undefined : decodeMessage(ResultSchema, resultBytes);
  const { contractName: contract, method } = tx.payload;
  const senderOrgId = tx.sender?.signer?.orgId ?? "";
  return { ...toCallResult(tx.txId, result), height, index, contract, method, senderOrgId };
}

/** The parts of a Result or TxResponse. */
export function toCallResult(
  txId: string,
  result: Pick<Result, "code" | "message" | "contractResult"> | undefined,
): CallResult {
  const contractResult = result?.contractResult;
  return {
    txId,
    code: result?.code ?? 0,
    message: result?.message ?? "",
    contractCode: contractResult?.code ?? 0,
    contractMessage: contractResult?.message ?? "",
    // A copy: a part of a larger buffer would take all of it along to the page.
    result: (contractResult?.result ?? emptyBytes).slice(),
    gasUsed: contractResult?.gasUsed ?? 0n,
    events: (contractResult?.contractEvent ?? []).map(toEventView),
  };
}

export function toEventView({ txId, contractName: contract, topic, eventData }: ContractEvent): EventView {
  return { txId, contract, topic, data: [...eventData] };
}
