import { bytesToUtf8 } from "@yanta/bytes";
import type { BoundHostFunction, ContractInstance, HostBindings } from "../contract-instance.ts";
import { gasSchedule } from "../gas-schedule.ts";
import { GoPanic } from "../go-panic.ts";
import type { HostFunctionType } from "../host-imports.ts";
import { valueType } from "../module/opcodes.ts";
import type { StackBudget } from "../stack-budget.ts";
import { createSysCall, type MethodReader } from "./sys-call.ts";
import type { SysCallFrame } from "./sys-call-frame.ts";

const { i32 } = valueType;
const fourToOne: HostFunctionType = { parameters: [i32, i32, i32, i32], results: [i32] };

/**
 * Functions that runtimes WASMER and GASM both have: the chain's two, and files of both WASI modules, which do nothing. ChainMaker
 * gives each runtime a part of the WASI ones; contracts built for either run with all. Spec: vm.md §2.1.
 */
export const sysCallFunctions: ReadonlyMap<string, HostFunctionType> = new Map<string, HostFunctionType>([
  ["env.sys_call", fourToOne],
  ["env.log_message", { parameters: [i32, i32], results: [] }],
  ...["wasi_unstable", "wasi_snapshot_preview1"].flatMap((module) =>
    ["fd_write", "fd_read", "fd_close", "fd_seek"].map((name): [string, HostFunctionType] => [
      `${module}.${name}`,
      fourToOne,
    ]),
  ),
]);

/** The functions behind `sysCallFunctions`. */
export function createSysCallBindings(stack: StackBudget, readMethod: MethodReader): HostBindings<SysCallFrame> {
  const sysCall = createSysCall(stack, readMethod);
  const bindings = new Map<string, (instance: ContractInstance<SysCallFrame>) => BoundHostFunction>();
  for (const name of sysCallFunctions.keys()) bindings.set(name, () => () => 0);
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
function runningFrame(instance: ContractInstance<SysCallFrame>): SysCallFrame {
  if (instance.frame === undefined) throw new GoPanic("instance at Environment is nil");
  return instance.frame;
}
