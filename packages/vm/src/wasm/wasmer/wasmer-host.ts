import type { HostBindings } from "../contract-instance.ts";
import { GoPanic } from "../go-panic.ts";
import type { HostImports } from "../host-imports.ts";
import { valueType } from "../module/opcodes.ts";
import type { StackBudget } from "../stack-budget.ts";
import type { MethodReader } from "../sys-call/sys-call.ts";
import type { SysCallFrame } from "../sys-call/sys-call-frame.ts";
import { createSysCallBindings, sysCallFunctions } from "../sys-call/sys-call-host.ts";

const { i32 } = valueType;
const procExit = "wasi_snapshot_preview1.proc_exit";

/** Imports of runtime WASMER. Its `proc_exit` does nothing and answers a number, unlike everybody else's. Spec: vm.md §2.1. */
export const wasmerImports: HostImports = {
  functions: new Map([...sysCallFunctions, [procExit, { parameters: [i32], results: [i32] }]]),
  globals: new Map(),
  providesMemory: false,
  usesHeadroom: false,
};

export function createWasmerBindings(stack: StackBudget): HostBindings<SysCallFrame> {
  return new Map([...createSysCallBindings(stack, readMethod), [procExit, () => () => 0]]);
}

/** Errors: GoPanic when an item is missing, as ChainMaker's host panics there. */
const readMethod: MethodReader = (header) => {
  if (!header.hasSystemInt32("ctx_ptr")) throw new GoPanic("interface conversion: interface {} is nil, not int32");
  const method = header.getSystemString("method");
  if (method === undefined) throw new GoPanic("interface conversion: interface {} is nil, not string");
  return { kind: "method", name: method };
};
