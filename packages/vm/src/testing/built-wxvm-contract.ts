import { utf8ToBytes } from "@yanta/bytes";
import { type EasyCodecItem, encodeEasyCodec } from "@yanta/protocol";
import type { CodeWriter } from "../wasm/module/code-writer.ts";
import { op, valueType } from "../wasm/module/opcodes.ts";
import { type BuiltFunction, type BuiltModule, buildModule, builtTypes } from "./module-builder.ts";

const { i32 } = valueType;
const memoryPages = 8;
/** Where scripts keep requests; answers go to `answerAt`, the success word to `successAt`. */
const requestsAt = 4096;
export const answerAt = 3 * 65_536;
export const successAt = 2 * 65_536;

/** Type of `_call_method`, behind those that every built module has. */
const callMethodType = Object.keys(builtTypes).length;
const wxvmTypes = [{ parameters: [i32, i32, i32, i32, i32, i32, i32], results: [i32] }];

/** A WXVM contract with imported memory, table and constants, made of plain methods; `more` changes or adds parts. */
export function buildWxvmContract(
  methods: Readonly<Record<string, BuiltFunction["code"]>>,
  more: Partial<BuiltModule> = {},
): Uint8Array {
  const { functions = [], ...parts } = more;
  return buildModule({
    types: wxvmTypes,
    imports: [
      ["env._call_method", callMethodType],
      ["env._fetch_response", builtTypes.twoToI32],
    ],
    partImports: [
      { kind: "global", key: "env.__table_base", type: i32 },
      { kind: "global", key: "env.DYNAMICTOP_PTR", type: i32 },
      { kind: "memory", key: "env.memory", pages: memoryPages },
      { kind: "table", key: "env.table", entries: 8 },
    ],
    functions: [
      ...Object.entries(methods).map(([name, code]) => ({ type: builtTypes.action, code, exportAs: `_${name}` })),
      ...functions,
    ],
    ...parts,
  });
}

/** Function indexes of the imports that each built contract has. */
export const builtCallMethod = 0;
export const builtFetchResponse = 1;

/** One `_call_method` of a script; its answer goes to `answerAt` if it fits `room`. */
export interface WxvmStep {
  readonly method: string;
  readonly items: readonly EasyCodecItem[] | Uint8Array;
  readonly room?: number;
}

/** A contract whose method `run` calls the host's methods one after another, and then does `end`. */
export function buildWxvmScript(steps: readonly WxvmStep[], end: BuiltFunction["code"] = () => undefined): Uint8Array {
  const data: { offset: number; bytes: Uint8Array }[] = [];
  let next = requestsAt;
  const place = (bytes: Uint8Array) => {
    data.push({ offset: next, bytes });
    next += bytes.length;
    return [next - bytes.length, bytes.length] as const;
  };
  const calls = steps.map(({ method, items, room = 60_000 }) => [
    ...place(utf8ToBytes(method)),
    ...place(items instanceof Uint8Array ? items : encodeEasyCodec(items)),
    answerAt,
    room,
    successAt,
  ]);
  const run = (to: CodeWriter) => {
    for (const pointers of calls) {
      for (const value of pointers) to.i32(value);
      to.indexed(op.call, builtCallMethod);
      to.ops(op.drop);
    }
    end(to);
  };
  return buildWxvmContract({ run }, { data });
}
