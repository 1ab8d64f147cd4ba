import { utf8ToBytes } from "@yanta/bytes";
import { type EasyCodecItem, encodeEasyCodec, RuntimeType } from "@yanta/protocol";
import type { CodeWriter } from "../wasm/module/code-writer.ts";
import { op } from "../wasm/module/opcodes.ts";
import { type BuiltFunction, type BuiltModule, buildModule, builtTypes } from "./module-builder.ts";

/** Where built contracts take their parameters; data of scripts ends before it. */
const allocateAt = 2 * 65_536;
const headersAt = 1024;

/** Function index of sys_call in a built contract; runtime_type is 1, allocate 2, methods follow in order. */
export const builtSysCall = 0;
export const firstBuiltMethod = 3;

/** A contract made of plain methods, of runtime WASMER or one with the same calling sequence; `more` changes or adds parts. */
export function buildContract(
  methods: Readonly<Record<string, BuiltFunction["code"]>>,
  more: Partial<BuiltModule> = {},
  runtimeType: RuntimeType = RuntimeType.WASMER,
): Uint8Array {
  const { functions = [], ...parts } = more;
  return buildModule({
    imports: [["env.sys_call", builtTypes.sysCall]],
    memory: { minimum: 4 },
    functions: [
      { type: builtTypes.toI32, code: (to) => to.i32(runtimeType), exportAs: "runtime_type" },
      { type: builtTypes.i32ToI32, code: (to) => to.i32(allocateAt), exportAs: "allocate" },
      ...Object.entries(methods).map(([exportAs, code]) => ({ type: builtTypes.action, code, exportAs })),
      ...functions,
    ],
    ...parts,
  });
}

/** One host call of a script: a body of its own, or a piece of memory. */
export interface ScriptStep {
  readonly method: string;
  readonly body: readonly EasyCodecItem[] | Uint8Array | { readonly pointer: number; readonly length: number };
}

/** A contract whose method `run` makes the given host calls one after another, whatever they answer, and then does `end`; `init_contract` and `upgrade` do nothing. */
export function buildScript(steps: readonly ScriptStep[], end: BuiltFunction["code"] = () => undefined): Uint8Array {
  const data: { offset: number; bytes: Uint8Array }[] = [];
  let next = headersAt;
  const place = (bytes: Uint8Array) => {
    data.push({ offset: next, bytes });
    next += bytes.length;
    return { pointer: next - bytes.length, length: bytes.length };
  };
  const calls = steps.map(({ method, body }) => {
    const header = place(
      encodeEasyCodec([
        { key: "ctx_ptr", keyType: "system", type: "int32", value: 1 },
        { key: "method", keyType: "system", type: "string", value: method },
      ]),
    );
    if (body instanceof Uint8Array) return { header, body: place(body) };
    return { header, body: "pointer" in body ? body : place(encodeEasyCodec(body)) };
  });
  const run = (to: CodeWriter) => {
    for (const { header, body } of calls) {
      for (const value of [header.pointer, header.length, body.pointer, body.length]) to.i32(value);
      to.indexed(op.call, builtSysCall);
      to.ops(op.drop);
    }
    end(to);
  };
  return buildContract({ run, init_contract: () => undefined, upgrade: () => undefined }, { data });
}

/** Items of a request, by type of the value. */
export function requestItems(values: Readonly<Record<string, string | number | Uint8Array>>): EasyCodecItem[] {
  return Object.entries(values).map(([key, value]) => {
    if (typeof value === "string") return { key, type: "string", value };
    return typeof value === "number" ? { key, type: "int32", value } : { key, type: "bytes", value };
  });
}

export function text(value: string): Uint8Array {
  return utf8ToBytes(value);
}
