import { bytesToUtf8 } from "@yanta/bytes";
import type { BoundHostFunction, HostBindings } from "../contract-instance.ts";
import { EasyCodecRequest } from "../easy-codec-request.ts";
import { gasSchedule } from "../gas-schedule.ts";
import { GoPanic } from "../go-panic.ts";
import type { HostFunctionType, HostGlobal, HostImports } from "../host-imports.ts";
import { op, valueType } from "../module/opcodes.ts";
import type { StackBudget } from "../stack-budget.ts";
import { emscriptenFunctions } from "./emscripten-functions.ts";
import { decodeInput, encodeInput, hashInput } from "./wxvm-codecs.ts";
import { traceWxvmCall } from "./trace-wxvm-call.ts";
import type { WxvmFrame } from "./wxvm-frame.ts";
import { hostTrap, readMemory, writeMemory, writeWord, type WxvmInstance } from "./wxvm-memory.ts";
import { listWxvmMethods, type WxvmMethod } from "./wxvm-methods.ts";

/** Where a contract finds the end of its heap, which the host sets. Spec: vm.md §3. */
export const heapTopAddress = 924;

/** The chain's own functions, by name in module `env`, with the number of 32-bit numbers that they take. */
const chainFunctions = new Map([
  ["_call_method", 7],
  ["_fetch_response", 2],
  ["_wxvm_hash", 5],
  ["_wxvm_encode", 5],
  ["_wxvm_decode", 5],
]);

/** Imports of runtime WXVM: the chain, the C runtime of emscripten, and memory and table, which the module does not make itself. */
export const wxvmImports: HostImports = {
  functions: new Map([
    ...[...chainFunctions].map(([name, count]) => functionImport(name, count)),
    ...[...emscriptenFunctions].map(([name, { parameterCount }]) => functionImport(name, parameterCount)),
  ]),
  globals: new Map<string, HostGlobal>([
    ["env.__table_base", { type: valueType.i32, initBytes: Uint8Array.of(op.i32Const, 0, op.end) }],
    ["env.tableBase", { type: valueType.i32, initBytes: Uint8Array.of(op.i32Const, 0, op.end) }],
    ["env.DYNAMICTOP_PTR", { type: valueType.i32, initBytes: Uint8Array.of(op.i32Const, 0x9c, 0x07, op.end) }],
    [
      "global.NaN",
      { type: valueType.f64, initBytes: Uint8Array.of(op.f64Const, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f, op.end) },
    ],
    [
      "global.Infinity",
      { type: valueType.f64, initBytes: Uint8Array.of(op.f64Const, 0, 0, 0, 0, 0, 0, 0xf0, 0x7f, op.end) },
    ],
  ]),
  providesMemory: true,
  usesHeadroom: false,
};

/** A module may leave the result away; ChainMaker looks at the number of parameters alone. */
function functionImport(name: string, parameterCount: number): [string, HostFunctionType] {
  const parameters = Array.from({ length: parameterCount }, () => valueType.i32);
  return [`env.${name}`, { parameters, results: [valueType.i32], isResultOptional: true }];
}

export function createWxvmBindings(stack: StackBudget): HostBindings<WxvmFrame> {
  const methods = listWxvmMethods(stack);
  const bindings = new Map<string, (instance: WxvmInstance) => BoundHostFunction>();
  for (const [name, { bind }] of emscriptenFunctions) bindings.set(`env.${name}`, bind);
  bindings.set(
    "env._call_method",
    (instance) =>
      (...pointers) =>
        callMethod(instance, methods, pointers),
  );
  bindings.set(
    "env._fetch_response",
    (instance) =>
      (address = 0, length = 0) =>
        fetchAnswer(instance, address, length),
  );
  for (const [name, run] of [
    ["_wxvm_hash", hashInput],
    ["_wxvm_encode", encodeInput],
    ["_wxvm_decode", decodeInput],
  ] as const)
    bindings.set(
      `env.${name}`,
      (instance) =>
        (nameAt = 0, inputAt = 0, inputLength = 0, outputAt = 0, outputLength = 0) =>
          run(instance, [nameAt, inputAt, inputLength, outputAt, outputLength]),
    );
  return bindings;
}

/**
 * _call_method: runs a method of the chain. An answer that fits is written at once, and the success word with it; else the length
 * tells the contract to fetch it. A failure, too, is success without answer. Spec: vm.md §3; docs/spec-notes.md.
 */
function callMethod(
  instance: WxvmInstance,
  methods: ReadonlyMap<string, WxvmMethod>,
  pointers: readonly number[],
): number {
  const [methodAt = 0, methodLength = 0, requestAt = 0, requestLength = 0] = pointers;
  const [answerAt = 0, answerLength = 0, successAt = 0] = pointers.slice(4);
  const frame = runningFrame(instance);
  const name = bytesToUtf8(readMemory(instance, methodAt, methodLength));
  const method = methods.get(name);
  const request = readMemory(instance, requestAt, requestLength);
  const room = readMemory(instance, answerAt, answerLength).length;
  instance.spend((request.length + methodLength) * gasSchedule.hostByte);
  if (method !== undefined) {
    const call = { instance, frame, request: new EasyCodecRequest(request) };
    const { tracer } = frame.context;
    const answer =
      tracer === undefined
        ? method(call)
        : traceWxvmCall({ tracer, name, requestBytes: request }, call, () => method(call));
    if (answer === undefined) frame.hasFailed = true;
    else frame.answer = answer;
  }
  const { answer } = frame;
  instance.spend(answer.length * gasSchedule.hostByte);
  if (!frame.hasFailed && answer.length > room) {
    frame.pending = answer;
    return answer.length;
  }
  if (!frame.hasFailed) writeMemory(instance, answerAt, answer);
  writeWord(instance, successAt, 1);
  return frame.hasFailed ? 0 : answer.length;
}

/** _fetch_response: hands over the answer that did not fit, into a buffer of exactly its length. */
function fetchAnswer(instance: WxvmInstance, address: number, length: number): number {
  const frame = runningFrame(instance);
  const { pending } = frame;
  if (pending === undefined) throw hostTrap("call fetchResponse on nil value");
  readMemory(instance, address, length);
  if (pending.length !== length >>> 0) {
    throw hostTrap(`call fetchResponse with bad length, got ${length >>> 0}, expect ${pending.length}`);
  }
  writeMemory(instance, address, pending);
  frame.pending = undefined;
  return 1;
}

/** Errors: GoPanic before the call, when the host sets up the heap. */
function runningFrame(instance: WxvmInstance): WxvmFrame {
  if (instance.frame === undefined) throw new GoPanic("no call is running");
  return instance.frame;
}
