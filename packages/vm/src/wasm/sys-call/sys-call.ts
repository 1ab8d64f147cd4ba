import type { ContractInstance } from "../contract-instance.ts";
import { EasyCodecRequest } from "../easy-codec-request.ts";
import { gasSchedule } from "../gas-schedule.ts";
import { checkGoLength } from "../go-panic.ts";
import type { StackBudget } from "../stack-budget.ts";
import { callContractLength, callContractResult } from "./contract-calls.ts";
import { closeHistory, historyRowLength, historyRowValue, openHistory, stepHistory } from "./history-calls.ts";
import { closeIterator, openPrefix, openRange, rowLength, rowValue, stepIterator } from "./iterator-calls.ts";
import { refuseBulletproofs, refusePaillier, refuseSql } from "./missing-calls.ts";
import type { SysCall, SysCallMethod } from "./request.ts";
import {
  emitEvent,
  logMessage,
  senderAddressLength,
  senderAddressValue,
  setError,
  setSuccess,
} from "./result-calls.ts";
import { deleteState, getStateLength, getStateValue, putState } from "./state-calls.ts";
import type { SysCallFrame } from "./sys-call-frame.ts";
import { traceSysCall } from "./trace-sys-call.ts";

const succeeded = 0;
const failed = 1;

/** What a header asks for: a method, or a refusal that fails the call with its text (none where ChainMaker gives none). */
export type RequestedMethod =
  | { readonly kind: "method"; readonly name: string }
  | { readonly kind: "refused"; readonly text: string | undefined };

/** How a runtime reads the method out of a request. */
export type MethodReader = (header: EasyCodecRequest, headerBytes: Uint8Array, body: Uint8Array) => RequestedMethod;

export type SysCallHandler = (
  instance: ContractInstance<SysCallFrame>,
  frame: SysCallFrame,
  pointers: readonly [number, number, number, number],
) => number;

/** All methods with an EasyCodec body. */
function listMethods(stack: StackBudget): ReadonlyMap<string, SysCallMethod> {
  return new Map<string, SysCallMethod>([
    ["GetStateLen", getStateLength],
    ["GetState", getStateValue],
    ["PutState", putState],
    ["DeleteState", deleteState],
    ["KvIterator", openRange],
    ["KvPreIterator", openPrefix],
    ["KvIteratorHasNext", stepIterator],
    ["KvIteratorNextLen", rowLength],
    ["KvIteratorNext", rowValue],
    ["KvIteratorClose", closeIterator],
    ["HistoryKvIterator", openHistory],
    ["HistoryKvIteratorHasNext", stepHistory],
    ["HistoryKvIteratorNextLen", historyRowLength],
    ["HistoryKvIteratorNext", historyRowValue],
    ["HistoryKvIteratorClose", closeHistory],
    ["GetSenderAddressLen", senderAddressLength],
    ["GetSenderAddress", senderAddressValue],
    ["CallContractLen", callContractLength(stack)],
    ["CallContract", callContractResult],
    ["EmitEvent", emitEvent],
    ["ExecuteQuery", refuseSql],
    ["ExecuteQueryOneLen", refuseSql],
    ["ExecuteQueryOne", refuseSql],
    ["RSHasNext", refuseSql],
    ["RSNextLen", refuseSql],
    ["RSNext", refuseSql],
    ["RSClose", refuseSql],
    ["ExecuteUpdate", refuseSql],
    ["ExecuteDDL", refuseSql],
    ["GetPaillierOperationResultLen", refusePaillier],
    ["GetPaillierOperationResult", refusePaillier],
    ["GetBulletproofsResultLen", refuseBulletproofs],
    ["GetBulletproofsResult", refuseBulletproofs],
  ]);
}

/**
 * env.sys_call: finds the method in the header and runs it. 0 = succeeded, 1 = failed; a failure also sets code 1 for good and adds
 * its text to the message, but an unknown method only answers 1.
 *
 * Spec: vm.md §2.3.
 */
export function createSysCall(stack: StackBudget, readMethod: MethodReader): SysCallHandler {
  const methods = listMethods(stack);
  return (instance, frame, [headerPointer, headerLength, bodyPointer, bodyLength]) => {
    if (headerLength === 0) return failed;
    checkGoLength(headerLength);
    const header = instance.view(headerPointer, headerLength);
    checkGoLength(bodyLength);
    const call = { frame, instance, body: instance.view(bodyPointer, bodyLength) };
    instance.spend((headerLength + bodyLength) * gasSchedule.hostByte);
    const method = readMethod(new EasyCodecRequest(header), header, call.body);
    if (method.kind === "refused") {
      if (method.text !== undefined) frame.fail(method.text);
      return failed;
    }
    const { tracer } = frame.context;
    return tracer === undefined
      ? runNamed(methods, method.name, call)
      : traceSysCall(tracer, method.name, call, () => runNamed(methods, method.name, call));
  };
}

function runNamed(methods: ReadonlyMap<string, SysCallMethod>, name: string, call: SysCall): number {
  switch (name) {
    case "LogMessage":
      logMessage(call);
      return succeeded;
    case "SuccessResult":
      return setSuccess(call) ? succeeded : failed;
    case "ErrorResult":
      setError(call);
      return succeeded;
  }
  const run = methods.get(name);
  if (run === undefined) return failed;
  const failure = run(call);
  if (failure === undefined) return succeeded;
  call.frame.fail(failure);
  return failed;
}
