import { bytesToBinaryString, emptyBytes } from "@yanta/bytes";
import { decodeEasyCodec, easyCodecToParameters, encodeEasyCodec, TxStatusCode } from "@yanta/protocol";
import { checkEvent } from "../../call-frame/check-event.ts";
import { createEvent } from "../../call-frame/create-event.ts";
import { gasPerContractCall, keyBytesMax } from "../../limits.ts";
import { BytesItems, parametersToItems } from "../bytes-items.ts";
import type { EasyCodecRequest } from "../easy-codec-request.ts";
import { gasSchedule } from "../gas-schedule.ts";
import { type StackBudget, withStack } from "../stack-budget.ts";
import type { WxvmFrame } from "./wxvm-frame.ts";
import type { WxvmInstance } from "./wxvm-memory.ts";

/** One `_call_method`. */
export interface WxvmCall {
  readonly instance: WxvmInstance;
  readonly frame: WxvmFrame;
  readonly request: EasyCodecRequest;
}

/** A method: its answer; undefined when it failed, which the contract cannot tell from an empty answer. */
export type WxvmMethod = (call: WxvmCall) => Uint8Array | undefined;

/** Rows of an iterator where the contract does not say. Spec: vm.md §3. */
const rowsDefault = 10;
/** No items. */
const nothing = encodeEasyCodec([]);

/** The names that `_call_method` knows. Keys are bytes as they come, without field. Spec: vm.md §3; docs/spec-notes.md. */
export function listWxvmMethods(stack: StackBudget): ReadonlyMap<string, WxvmMethod> {
  return new Map<string, WxvmMethod>([
    ["GetObject", getObject],
    ["PutObject", putObject],
    ["DeleteObject", deleteObject],
    ["NewIterator", newIterator],
    ["GetCallArgs", ({ frame }) => parametersToItems(frame.parameters).toBytes()],
    ["SetOutput", setOutput],
    ["ContractCall", contractCall(stack)],
    ["LogMsg", logMessage],
    ["EmitEvent", emitEvent],
  ]);
}

const getObject: WxvmMethod = ({ frame, request }) => {
  const key = readKey(request);
  if (key === undefined) return undefined;
  const value = frame.context.get(frame.contract.name, key) ?? emptyBytes;
  return new BytesItems([["value", value]]).toBytes();
};

const putObject: WxvmMethod = ({ frame, request }) => {
  const key = readKey(request);
  const value = request.getStringBytes("value");
  if (key === undefined || value === undefined) return undefined;
  frame.context.put(frame.contract.name, key, value);
  return nothing;
};

const deleteObject: WxvmMethod = ({ frame, request }) => {
  const key = readKey(request);
  if (key === undefined) return undefined;
  frame.context.delete(frame.contract.name, key);
  return nothing;
};

/** Rows of [start, limit), at most `cap`; all are read here and now. */
const newIterator: WxvmMethod = ({ instance, frame, request }) => {
  const start = request.getStringBytes("start");
  const limit = request.getStringBytes("limit");
  const cap = request.getInt32("cap");
  if (start === undefined || limit === undefined || cap === undefined) return undefined;
  const rowsMax = cap <= 0 ? rowsDefault : cap;
  const cursor = frame.context.range(frame.contract.name, bytesToBinaryString(start), bytesToBinaryString(limit));
  instance.spend(gasSchedule.iterator);
  const rows: [string, Uint8Array][] = [];
  // Without gas the contract stops anyway, and so must the reading.
  while (rows.length < rowsMax && instance.gasLeft >= 0) {
    const row = cursor.next();
    if (row === undefined) break;
    instance.spend(gasSchedule.iterator + (row.key.length + row.value.length) * gasSchedule.hostByte);
    rows.push([row.key, row.value]);
  }
  cursor.close();
  return new BytesItems(rows).toBytes();
};

/** The contract's result. Messages add up, a result replaces the last one, and code 1 stays. */
const setOutput: WxvmMethod = ({ frame, request }) => {
  const code = request.getInt32("code");
  if (code === undefined) return undefined;
  frame.message += request.getString("msg") ?? "";
  frame.result = request.getStringBytes("result") ?? frame.result;
  if (code !== 0) frame.code = 1;
  return nothing;
};

/** Calls another contract; a callee that fails is answered like any failure, but its events stay. */
function contractCall(stack: StackBudget): WxvmMethod {
  return ({ instance, frame, request }) => {
    const contract = request.getString("contract");
    const method = request.getString("method");
    const parameters = request.getBytes("args");
    if (contract === undefined || method === undefined || parameters === undefined) return undefined;
    const { context } = frame;
    if (context.findContract(contract) === undefined) return undefined;
    instance.spend(Number(gasPerContractCall));
    const items = decodeEasyCodec(parameters, context.blockVersion) ?? [];
    const outcome = withStack(stack, instance.stackLeft, () =>
      context.call({
        contract,
        method,
        parameters: easyCodecToParameters(items),
        gasUsed: frame.gasBefore + BigInt(frame.gasLimit - instance.gasLeft),
        caller: frame.contract,
      }),
    );
    instance.spend(Number(outcome.gasUsed));
    frame.events.push(...outcome.events);
    if (outcome.status !== TxStatusCode.SUCCESS) return undefined;
    return encodeEasyCodec([
      { key: "code", type: "int32", value: outcome.code },
      { key: "msg", type: "string", value: outcome.message },
      { key: "result", type: "bytes", value: outcome.result },
    ]);
  };
}

const logMessage: WxvmMethod = ({ frame, request }) => {
  const text = request.getString("msg");
  if (text === undefined) return undefined;
  frame.context.log(frame.contract.name, text);
  return nothing;
};

/** The topic by name; data are all items but the first, those that are no text as empty ones. */
const emitEvent: WxvmMethod = ({ frame, request }) => {
  const topic = request.getString("topic");
  if (topic === undefined) return undefined;
  const data: string[] = [];
  for (let i = 1; i < request.count; i++) data.push(request.getStringAt(i) ?? "");
  if (checkEvent(topic, data) !== undefined) return undefined;
  frame.events.push(createEvent(frame.contract, frame.context, topic, data));
  return nothing;
};

/** A key of any bytes. */
function readKey(request: EasyCodecRequest): string | undefined {
  const key = request.getStringBytes("key");
  return key === undefined || key.length > keyBytesMax ? undefined : bytesToBinaryString(key);
}
