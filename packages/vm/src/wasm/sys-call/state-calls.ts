import { emptyBytes } from "@yanta/bytes";
import { checkKeyField, joinKeyField } from "../../call-frame/check-key-field.ts";
import { answerCached, answerLength } from "./cached-answer.ts";
import { RequestItems, type SysCall, type SysCallMethod } from "./request.ts";

/** GetStateLen: reads a key; a missing one has length 0. Spec: vm.md §2.3. */
export const getStateLength: SysCallMethod = (call) =>
  getState(call, (pointer, key) =>
    answerLength(call, pointer, call.frame.context.get(call.frame.contract.name, key) ?? emptyBytes),
  );

export const getStateValue: SysCallMethod = (call) => getState(call, (pointer) => answerCached(call, pointer));

export const putState: SysCallMethod = (call) => {
  const request = new RequestItems(call);
  const key = request.text("key");
  const field = request.text("field");
  const value = request.bytes("value");
  const refusal = request.missing ?? checkKeyField(key, field);
  if (refusal !== undefined) return refusal;
  call.frame.context.put(call.frame.contract.name, joinKeyField(key, field), value);
  return undefined;
};

export const deleteState: SysCallMethod = (call) => {
  const request = new RequestItems(call);
  const key = request.text("key");
  const field = request.text("field");
  const refusal = request.missing ?? checkKeyField(key, field);
  if (refusal !== undefined) return refusal;
  call.frame.context.delete(call.frame.contract.name, joinKeyField(key, field));
  return undefined;
};

function getState(call: SysCall, answer: (pointer: number, key: string) => undefined): string | undefined {
  const request = new RequestItems(call);
  const key = request.text("key");
  const field = request.text("field");
  const pointer = request.number("value_ptr");
  const refusal = request.missing ?? checkKeyField(key, field);
  if (refusal === undefined) return answer(pointer, joinKeyField(key, field));
  call.frame.cache = emptyBytes;
  return refusal;
}
