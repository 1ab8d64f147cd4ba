import { ByteWriter } from "./wire/byte-writer.ts";

/** A common.ContractEvent, message or plain object. */
export interface EventParts {
  readonly topic: string;
  readonly txId: string;
  readonly contractName: string;
  readonly contractVersion: string;
  readonly eventData: readonly string[];
}

/** A common.ContractResult, message or plain object. */
export interface ContractResultParts {
  readonly code: number;
  readonly result: Uint8Array;
  readonly message: string;
  readonly gasUsed: bigint;
  readonly contractEvent: readonly EventParts[];
}

/** A common.Result, message or plain object. */
export interface ResultParts {
  readonly code: number;
  readonly contractResult?: ContractResultParts | undefined;
  readonly rwSetHash: Uint8Array;
  readonly message: string;
}

const writer = new ByteWriter();

/** M(Result). Spec: ledger.md §1; vector transaction.json. */
export function encodeResult(result: ResultParts): Uint8Array {
  return writeResult(result, result.contractResult?.gasUsed ?? 0n);
}

/**
 * M(Result) with gas_used set to 0: what a verifier compares with its own execution.
 * Spec: ledger.md §2 "result comparison bytes"; vector transaction.json.
 */
export function resultComparisonBytes(result: ResultParts): Uint8Array {
  return writeResult(result, 0n);
}

function writeResult(result: ResultParts, gasUsed: bigint): Uint8Array {
  writer.start();
  writer.uint32(1, result.code);
  if (result.contractResult !== undefined) writeContractResult(result.contractResult, gasUsed);
  writer.bytes(3, result.rwSetHash);
  writer.text(4, result.message);
  return writer.finish();
}

function writeContractResult(contractResult: ContractResultParts, gasUsed: bigint): void {
  const mark = writer.open(2);
  writer.uint32(1, contractResult.code);
  writer.bytes(2, contractResult.result);
  writer.text(3, contractResult.message);
  writer.uint64(4, gasUsed);
  for (const event of contractResult.contractEvent) writeEvent(event);
  writer.close(mark);
}

function writeEvent(event: EventParts): void {
  const mark = writer.open(5);
  writer.text(1, event.topic);
  writer.text(2, event.txId);
  writer.text(3, event.contractName);
  writer.text(4, event.contractVersion);
  for (const data of event.eventData) writer.element(5, data);
  writer.close(mark);
}
