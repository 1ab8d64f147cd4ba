import { emptyBytes } from "@yanta/bytes";
import { encodeEasyCodec } from "@yanta/protocol";
import type { KeyModification } from "@yanta/storage";
import { checkKeyField, joinKeyField } from "../../call-frame/check-key-field.ts";
import { gasSchedule } from "../gas-schedule.ts";
import { answerCached, answerLength } from "./cached-answer.ts";
import { openIterator } from "./iterator-calls.ts";
import { RequestItems, type SysCall, type SysCallMethod } from "./request.ts";
import type { OpenIterator } from "./sys-call-frame.ts";

type HistoryIterator = Extract<OpenIterator, { kind: "history" }>;

/** HistoryKvIterator: all values that a key had, oldest first. Missing items are no error in these methods. Spec: docs/spec-notes.md. */
export const openHistory: SysCallMethod = (call) => {
  const request = new RequestItems(call, false);
  const key = request.text("start_key");
  const field = request.text("start_field");
  const refusal = checkKeyField(key, field);
  if (refusal !== undefined) return refusal;
  const { context, contract } = call.frame;
  openIterator(call, request.number("value_ptr"), {
    kind: "history",
    cursor: context.history(contract.name, joinKeyField(key, field)),
    current: undefined,
  });
  return undefined;
};

export const stepHistory: SysCallMethod = (call) =>
  withHistory(call, "has next", (iterator, pointer) => {
    call.instance.spend(gasSchedule.iterator);
    iterator.current = iterator.cursor.next();
    call.instance.writeUint32(pointer, iterator.current === undefined ? 0 : 1);
    return undefined;
  });

export const historyRowLength: SysCallMethod = (call) => {
  const answer = withHistory(call, "next", (iterator, pointer) => {
    if (iterator.current === undefined) return "[History kv iterator next] iterator next data error, no row";
    return answerLength(call, pointer, encodeModification(iterator.current, call.frame.context.tx.txId));
  });
  if (answer !== undefined) call.frame.cache = emptyBytes;
  return answer;
};

export const historyRowValue: SysCallMethod = (call) => {
  const answer = withHistory(call, "next", (_, pointer) => answerCached(call, pointer));
  if (answer !== undefined) call.frame.cache = emptyBytes;
  return answer;
};

export const closeHistory: SysCallMethod = (call) =>
  withHistory(call, "close", (iterator, pointer) => {
    iterator.cursor.close();
    iterator.current = undefined;
    call.instance.writeUint32(pointer, 1);
    return undefined;
  });

function withHistory(
  call: SysCall,
  step: "has next" | "next" | "close",
  use: (iterator: HistoryIterator, pointer: number) => string | undefined,
): string | undefined {
  const request = new RequestItems(call, false);
  const index = request.number("ks_index");
  const pointer = request.number("value_ptr");
  const iterator = call.frame.iterators[index - 1];
  const prefix = `[History kv iterator ${step}]`;
  if (iterator === undefined) return `${prefix} ${step === "close" ? "ctx " : ""}can not found rs_index[${index}]`;
  if (iterator.kind !== "history") return `${prefix} failed, iterator ${index} assertion failed`;
  return use(iterator, pointer);
}

/** ChainMaker gives the running transaction's id in each row, not that of the change. */
function encodeModification(modification: KeyModification, runningTxId: string): Uint8Array {
  return encodeEasyCodec([
    { key: "value", type: "bytes", value: modification.value },
    { key: "txId", type: "string", value: runningTxId },
    { key: "blockHeight", type: "int32", value: Number(BigInt.asIntN(32, modification.height)) },
    { key: "timestamp", type: "string", value: String(modification.timestamp) },
    { key: "isDelete", type: "int32", value: modification.isDelete ? 1 : 0 },
  ]);
}
