import { bytesToUtf8 } from "@yanta/bytes";
import type { BoundHostFunction, ContractInstance, HostBindings } from "../contract-instance.ts";
import { gasSchedule } from "../gas-schedule.ts";
import { GoPanic } from "../go-panic.ts";
import type { FunctionType } from "../module/module-shape.ts";
import { valueType } from "../module/opcodes.ts";
import type { HostSignatures } from "../prepared-module.ts";
import type { StackBudget } from "../stack-budget.ts";
import { createSysCall } from "./sys-call.ts";
import type { WasmerFrame } from "./wasmer-frame.ts";

const { i32 } = valueType;
const fourToOne: FunctionType = { parameters: [i32, i32, i32, i32], results: [i32] };

/** Imports of runtime WASMER. Spec: vm.md §2.1. */
export const wasmerSignatures: HostSignatures = new Map<string, FunctionType>([
  ["env.sys_call", fourToOne],
  ["env.log_message", { parameters: [i32, i32], results: [] }],
  ...["fd_write", "fd_read", "fd_close", "fd_seek"].map((name): [string, FunctionType] => [
    `wasi_unstable.${name}`,
    fourToOne,
  ]),
  ["wasi_snapshot_preview1.proc_exit", { parameters: [i32], results: [i32] }],
]);

/** The functions behind `wasmerSignatures`. */
export function createWasmerBindings(stack: StackBudget): HostBindings<WasmerFrame> {
  const sysCall = createSysCall(stack);
  const bindings = new Map<string, (instance: ContractInstance<WasmerFrame>) => BoundHostFunction>();
  for (const name of wasmerSignatures.keys()) bindings.set(name, () => () => 0);
  bindings.set(
    "env.sys_call",
    (instance) =>
      (headerPointer = 0, headerLength = 0, bodyPointer = 0, bodyLength = 0) =>
        sysCall(instance, runningFrame(instance), [headerPointer, headerLength, bodyPointer, bodyLength]),
  );
  bindings.set("env.log_message", (instance) => (pointer = 0, length = 0) => {
    const frame = runningFrame(instance);
    const text = instance.view(pointer, length);
    instance.spend(length * gasSchedule.hostByte);
    frame.context.log(frame.contract.name, bytesToUtf8(text));
    return undefined;
  });
  return bindings;
}

/** Errors: GoPanic in a start function, when there is no call yet. */
function runningFrame(instance: ContractInstance<WasmerFrame>): WasmerFrame {
  if (instance.frame === undefined) throw new GoPanic("instance at Environment is nil");
  return instance.frame;
}
