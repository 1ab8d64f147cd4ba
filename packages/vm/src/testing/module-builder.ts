import { utf8ToBytes } from "@yanta/bytes";
import { CodeWriter } from "../wasm/module/code-writer.ts";
import { ByteWriter } from "../wasm/module/byte-writer.ts";
import { op, valueType } from "../wasm/module/opcodes.ts";

const { i32 } = valueType;

/** Types that every built module has, by index. */
export const builtTypes = {
  toI32: 0,
  i32ToI32: 1,
  action: 2,
  sysCall: 3,
  log: 4,
  threeToNone: 5,
  fromI32: 6,
  twoToI32: 7,
} as const;

export interface BuiltFunction {
  readonly type: number;
  /** Value types of the locals beside parameters. */
  readonly locals?: readonly number[];
  readonly code: (to: CodeWriter) => void;
  readonly exportAs?: string;
}

/** An import that is no function. */
export type BuiltPartImport =
  | { readonly kind: "memory"; readonly key: string; readonly pages: number }
  | { readonly kind: "table"; readonly key: string; readonly entries: number }
  | { readonly kind: "global"; readonly key: string; readonly type: number };

export interface BuiltModule {
  /** Imports as `module.name` with their type; functions start behind them. */
  readonly imports?: readonly (readonly [key: string, type: number])[];
  readonly partImports?: readonly BuiltPartImport[];
  readonly functions: readonly BuiltFunction[];
  readonly memory?: { readonly minimum: number; readonly maximum?: number } | undefined;
  /** Function indexes in table 0. */
  readonly table?: readonly number[];
  /** Offset of the function indexes as an imported global's index; 0 when left out. */
  readonly tableOffsetGlobal?: number;
  /** Initial values of mutable i32 globals, which come behind imported ones. */
  readonly globals?: readonly number[];
  readonly data?: readonly { readonly offset: number; readonly bytes: Uint8Array }[];
  /** Passive data segments, behind `data`. */
  readonly passiveData?: readonly Uint8Array[];
  readonly start?: number;
  readonly customSections?: readonly Uint8Array[];
  /** Types behind the built ones. */
  readonly types?: readonly { readonly parameters: readonly number[]; readonly results: readonly number[] }[];
}

const types = [
  { parameters: [], results: [i32] },
  { parameters: [i32], results: [i32] },
  { parameters: [], results: [] },
  { parameters: [i32, i32, i32, i32], results: [i32] },
  { parameters: [i32, i32], results: [] },
  { parameters: [i32, i32, i32], results: [] },
  { parameters: [i32], results: [] },
  { parameters: [i32, i32], results: [i32] },
];

/** Puts a module together for tests. */
export function buildModule(parts: BuiltModule): Uint8Array {
  const {
    imports = [],
    partImports = [],
    functions,
    memory,
    table,
    globals = [],
    data = [],
    passiveData = [],
    start,
    customSections = [],
  } = parts;
  const out = new ByteWriter(1024);
  out.bytes([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
  const section = (id: number, write: (to: ByteWriter) => void) => {
    const content = new ByteWriter(256);
    write(content);
    out.byte(id);
    out.sized(content.view());
  };
  section(1, (to) =>
    writeList(to, [...types, ...(parts.types ?? [])], (type) => {
      to.byte(valueType.func);
      to.sized(type.parameters);
      to.sized(type.results);
    }),
  );
  if (imports.length + partImports.length > 0)
    section(2, (to) => {
      to.uint32(imports.length + partImports.length);
      for (const [key, type] of imports) {
        writeImportKey(to, key);
        to.byte(0);
        to.uint32(type);
      }
      for (const part of partImports) writePartImport(to, part);
    });
  section(3, (to) => writeList(to, functions, ({ type }) => to.uint32(type)));
  const hasTableImport = partImports.some(({ kind }) => kind === "table");
  if (table !== undefined && !hasTableImport)
    section(4, (to) => {
      to.bytes([1, valueType.funcref, 0]);
      to.uint32(table.length);
    });
  if (memory !== undefined)
    section(5, (to) => {
      to.bytes([1, memory.maximum === undefined ? 0 : 1]);
      to.uint32(memory.minimum);
      if (memory.maximum !== undefined) to.uint32(memory.maximum);
    });
  if (globals.length > 0)
    section(6, (to) =>
      writeList(to, globals, (value) => {
        to.bytes([i32, 1, op.i32Const]);
        to.signed(value);
        to.byte(op.end);
      }),
    );
  section(7, (to) => writeExports(to, parts, imports.length));
  if (start !== undefined) section(8, (to) => to.uint32(start));
  if (table !== undefined)
    section(9, (to) => {
      const { tableOffsetGlobal } = parts;
      to.bytes([
        1,
        0,
        ...(tableOffsetGlobal === undefined ? [op.i32Const, 0] : [op.globalGet, tableOffsetGlobal]),
        op.end,
      ]);
      writeList(to, table, (index) => to.uint32(index));
    });
  if (passiveData.length > 0) section(12, (to) => to.uint32(data.length + passiveData.length));
  section(10, (to) => writeList(to, functions, (body) => to.sized(encodeBody(body))));
  if (data.length + passiveData.length > 0)
    section(11, (to) => {
      to.uint32(data.length + passiveData.length);
      for (const { offset, bytes } of data) {
        to.bytes([0, op.i32Const]);
        to.signed(offset);
        to.byte(op.end);
        to.sized(bytes);
      }
      for (const bytes of passiveData) {
        to.byte(1);
        to.sized(bytes);
      }
    });
  for (const content of customSections) section(0, (to) => to.bytes(content));
  return out.view().slice();
}

function writeImportKey(to: ByteWriter, key: string): void {
  const dot = key.indexOf(".");
  to.sized(utf8ToBytes(key.slice(0, dot)));
  to.sized(utf8ToBytes(key.slice(dot + 1)));
}

function writePartImport(to: ByteWriter, part: BuiltPartImport): void {
  writeImportKey(to, part.key);
  switch (part.kind) {
    case "memory":
      to.bytes([2, 1]);
      to.uint32(part.pages);
      return to.uint32(part.pages);
    case "table":
      to.bytes([1, valueType.funcref, 0]);
      return to.uint32(part.entries);
    case "global":
      return to.bytes([3, part.type, 0]);
  }
}

function writeList<T>(to: ByteWriter, items: readonly T[], write: (item: T) => void): void {
  to.uint32(items.length);
  for (const item of items) write(item);
}

function writeExports(to: ByteWriter, parts: BuiltModule, importCount: number): void {
  const entries: [string, number, number][] = parts.memory === undefined ? [] : [["memory", 2, 0]];
  for (const [i, { exportAs }] of parts.functions.entries())
    if (exportAs !== undefined) entries.push([exportAs, 0, importCount + i]);
  writeList(to, entries, ([name, kind, index]) => {
    to.sized(utf8ToBytes(name));
    to.byte(kind);
    to.uint32(index);
  });
}

function encodeBody({ locals = [], code }: BuiltFunction): Uint8Array {
  const to = new CodeWriter(64);
  writeList(to, locals, (type) => to.bytes([1, type]));
  code(to);
  to.ops(op.end);
  return to.view();
}
