import { bytesToUtf8 } from "@yanta/bytes";
import type { HostBindings } from "../contract-instance.ts";
import { GoPanic } from "../go-panic.ts";
import type { HostFunctionType, HostImports } from "../host-imports.ts";
import { valueType } from "../module/opcodes.ts";
import type { StackBudget } from "../stack-budget.ts";
import type { MethodReader } from "../sys-call/sys-call.ts";
import type { SysCallFrame } from "../sys-call/sys-call-frame.ts";
import { createSysCallBindings, sysCallFunctions } from "../sys-call/sys-call-host.ts";

const procExit = "wasi_snapshot_preview1.proc_exit";

/**
 * Imports of runtime GASM; its `proc_exit` ends the call. A store behind the end of memory makes a GASM contract's memory larger;
 * TinyGo's allocator lives on that where `_start`, which would tell it the end, is not called. So the host uses the headroom, too.
 * Spec: vm.md §2.1; docs/spec-notes.md.
 */
export const gasmImports: HostImports = {
  functions: new Map<string, HostFunctionType>([
    ...sysCallFunctions,
    [procExit, { parameters: [valueType.i32], results: [] }],
  ]),
  globals: new Map(),
  providesMemory: false,
  usesHeadroom: true,
};

export function createGasmBindings(stack: StackBudget): HostBindings<SysCallFrame> {
  return new Map([
    ...createSysCallBindings(stack, readMethod),
    [
      procExit,
      () =>
        (code = 0) => {
          throw new GoPanic(`exit called by contract, code:${code}`);
        },
    ],
  ]);
}

/** GASM asks for `method` only; one that is no text is an unknown method. Spec: docs/spec-notes.md. */
const readMethod: MethodReader = (header, headerBytes, body) => {
  const name = header.getSystemString("method");
  if (name !== undefined) return { kind: "method", name };
  if (header.hasSystemItem("method")) return { kind: "refused", text: undefined };
  const request = `requestHeader=${bytesToUtf8(headerBytes)} requestBody=${bytesToUtf8(body)}`;
  return { kind: "refused", text: `get method failed:request header have no method ${request}` };
};
