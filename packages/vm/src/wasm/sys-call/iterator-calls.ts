import { binaryStringToText, emptyBytes } from "@yanta/bytes";
import { encodeEasyCodec } from "@yanta/protocol";
import { checkKeyField, joinKeyField } from "../../call-frame/check-key-field.ts";
import type { StateRow } from "../../interface.ts";
import { gasSchedule } from "../gas-schedule.ts";
import { answerCached, answerLength } from "./cached-answer.ts";
import { RequestItems, type SysCall, type SysCallMethod } from "./request.ts";
import type { OpenIterator } from "./sys-call-frame.ts";

/** KvIterator: rows of [start, limit). Spec: vm.md §2.3. */
export const openRange: SysCallMethod = (call) => {
  const request = new RequestItems(call);
  const start = [request.text("start_key"), request.text("start_field")] as const;
  const limit = [request.text("limit_key"), request.text("limit_field")] as const;
  const pointer = request.number("value_ptr");
  const refusal = request.missing ?? checkKeyField(...start) ?? checkKeyField(...limit);
  if (refusal !== undefined) return refusal;
  const { context, contract } = call.frame;
  openIterator(call, pointer, {
    kind: "state",
    cursor: context.range(contract.name, joinKeyField(...start), joinKeyField(...limit)),
    current: undefined,
  });
  return undefined;
};

/** KvPreIterator: rows whose key starts with key or key#field. The check lets only ASCII pass, so the last character can be raised. */
export const openPrefix: SysCallMethod = (call) => {
  const request = new RequestItems(call);
  const key = request.text("start_key");
  const field = request.text("start_field");
  const pointer = request.number("value_ptr");
  const refusal = request.missing ?? checkKeyField(key, field);
  if (refusal !== undefined) return refusal;
  const start = joinKeyField(key, field);
  const limit = start.slice(0, -1) + String.fromCharCode(start.charCodeAt(start.length - 1) + 1);
  const { context, contract } = call.frame;
  openIterator(call, pointer, {
    kind: "state",
    cursor: context.range(contract.name, start, limit),
    current: undefined,
  });
  return undefined;
};

/** KvIteratorHasNext: moves on, and says whether there is a row. */
export const stepIterator: SysCallMethod = (call) => {
  const request = new RequestItems(call);
  const index = request.number("rs_index");
  const pointer = request.number("value_ptr");
  if (request.missing !== undefined) return request.missing;
  const iterator = call.frame.iterators[index - 1];
  if (iterator === undefined) return `[kv iterator has next] can not found rs_index[${index}]`;
  if (iterator.kind !== "state") return `[kv iterator has next] failed, iterator ${index} assertion failed`;
  call.instance.spend(gasSchedule.iterator);
  iterator.current = iterator.cursor.next();
  call.instance.writeUint32(pointer, iterator.current === undefined ? 0 : 1);
  return undefined;
};

/** KvIteratorNextLen: the row that the iterator stands on. */
export const rowLength: SysCallMethod = (call) =>
  withRowRequest(call, (pointer, index, iterator) => {
    if (iterator.kind !== "state") return forget(call, `[kv iterator next] failed, iterator ${index} assertion failed`);
    if (iterator.current === undefined) return forget(call, "[kv iterator next] iterator next data error, no row");
    return answerLength(call, pointer, encodeRow(iterator.current));
  });

export const rowValue: SysCallMethod = (call) => withRowRequest(call, (pointer) => answerCached(call, pointer));

export const closeIterator: SysCallMethod = (call) => {
  const request = new RequestItems(call);
  const index = request.number("rs_index");
  const pointer = request.number("value_ptr");
  if (request.missing !== undefined) return request.missing;
  const iterator = call.frame.iterators[index - 1];
  if (iterator === undefined) return `[kv iterator close] ctx can not found rs_index[${index}]`;
  if (iterator.kind !== "state") return `[kv iterator close] failed, iterator ${index} assertion failed`;
  iterator.cursor.close();
  iterator.current = undefined;
  call.instance.writeUint32(pointer, 1);
  return undefined;
};

/** Keeps an iterator and tells its handle: 1, 2, … in the order of opening within the call. */
export function openIterator(call: SysCall, pointer: number, iterator: OpenIterator): void {
  call.instance.spend(gasSchedule.iterator);
  call.instance.writeUint32(pointer, call.frame.iterators.push(iterator));
}

function withRowRequest(
  call: SysCall,
  answer: (pointer: number, index: number, iterator: OpenIterator) => string | undefined,
): string | undefined {
  const request = new RequestItems(call);
  const index = request.number("rs_index");
  const pointer = request.number("value_ptr");
  if (request.missing !== undefined) return forget(call, request.missing);
  const iterator = call.frame.iterators[index - 1];
  return iterator === undefined
    ? forget(call, `[kv iterator next] can not found rs_index[${index}]`)
    : answer(pointer, index, iterator);
}

/** A failed read leaves nothing for the second step. */
function forget({ frame }: SysCall, text: string): string {
  frame.cache = emptyBytes;
  return text;
}

/** Key and field are the first two parts of the stored key. */
function encodeRow({ key, value }: StateRow): Uint8Array {
  const [first = "", second = ""] = binaryStringToText(key).split("#", 2);
  return encodeEasyCodec([
    { key: "key", type: "string", value: first },
    { key: "field", type: "string", value: second },
    { key: "value", type: "bytes", value },
  ]);
}
