import {
  codeBytesMax,
  exportsMax,
  functionBytesMax,
  functionsMax,
  globalsMax,
  importsMax,
  memoryPagesMax,
  moduleBytesMax,
  segmentsMax,
  tableEntriesMax,
  typeArityMax,
  typesMax,
} from "../../limits.ts";
import { ByteReader } from "./byte-reader.ts";
import { ConstantReader, zeroConstant } from "./constant-reader.ts";
import { isNumberType } from "./instruction.ts";
import { ModuleRefusal } from "./module-refusal.ts";
import type {
  FunctionImport,
  FunctionType,
  ImportedPart,
  ModuleExport,
  ModuleGlobal,
  ModuleShape,
} from "./module-shape.ts";
import { valueType } from "./opcodes.ts";

const section = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
};
/** The order that the format demands. */
const sectionOrder = [
  section.type,
  section.import,
  section.function,
  section.table,
  section.memory,
  section.global,
  section.export,
  section.start,
  section.element,
  section.dataCount,
  section.code,
  section.data,
];
const pageBytes = 65_536;

/**
 * Reads a module's sections, strictly and within limits.ts. Custom sections are passed over. Allowed are WebAssembly 1.0 with sign
 * extension, saturating conversion, several results and bulk memory; threads, SIMD, references, exceptions, tail calls, 64-bit and
 * several memories are refused. Types of operands are left to the engine's own validation. `hostGlobals` are the constants that may
 * be imported, by `module.name`; an unknown one counts as 0 here, and linking refuses it.
 *
 * Errors: ModuleRefusal.
 */
export function parseModule(
  bytes: Uint8Array,
  hostGlobals: ReadonlyMap<string, Pick<ModuleGlobal, "type" | "initBytes">>,
): ModuleShape {
  if (bytes.length > moduleBytesMax)
    throw new ModuleRefusal(`module of ${bytes.length} bytes, ${moduleBytesMax} allowed`);
  const sections = splitSections(bytes);
  const reader = (id: number) => {
    const range = sections.get(id);
    return range === undefined ? undefined : new ByteReader(bytes, range.start, range.end);
  };
  const raw = (id: number) => {
    const range = sections.get(id);
    return range === undefined ? undefined : bytes.subarray(range.start, range.end);
  };
  const types = readAll(reader(section.type), "types", typesMax, readFunctionType);
  const importEntries = readAll(reader(section.import), "imports", importsMax, (from) => readImport(from, types));
  const imports = importEntries.filter((entry) => entry.kind === "function");
  const memoryImport = importEntries.find((entry) => entry.kind === "memory");
  const tableImport = importEntries.find((entry) => entry.kind === "table");
  const importedGlobals = importEntries
    .filter((entry) => entry.kind === "global")
    .map(({ module, name, type }) => importedGlobal(type, hostGlobals.get(`${module}.${name}`)));
  const constants = new ConstantReader(importedGlobals);
  const declared = readAll(reader(section.function), "functions", functionsMax, (from) =>
    readIndexBelow(from, types.length, "type"),
  );
  const functionTypes = [...imports.map((entry) => entry.typeIndex), ...declared];
  if (functionTypes.length > functionsMax)
    throw new ModuleRefusal(`${functionTypes.length} functions, ${functionsMax} allowed`);
  const definedTables = readAll(reader(section.table), "tables", 1, readTable).length;
  if (definedTables + count(importEntries, "table") > 1) throw new ModuleRefusal("several tables, 1 allowed");
  const tableSection = tableImport === undefined ? raw(section.table) : Uint8Array.of(1, ...tableImport.bytes);
  const definedMemory = readAll(reader(section.memory), "memories", 1, readMemory)[0];
  if ((definedMemory === undefined ? 0 : 1) + count(importEntries, "memory") > 1)
    throw new ModuleRefusal("several memories, 1 allowed");
  const memory = memoryImport?.limits ?? definedMemory;
  const definedGlobals = readAll(reader(section.global), "globals", globalsMax, (from) => readGlobal(from, constants));
  const globals = [...importedGlobals, ...definedGlobals];
  const counts = {
    functions: functionTypes.length,
    tables: tableSection === undefined ? 0 : 1,
    memories: memory === undefined ? 0 : 1,
    globals: globals.length,
  };
  const exports = readExports(reader(section.export), counts);
  const startReader = reader(section.start);
  const startFunction = startReader === undefined ? undefined : readStart(startReader, functionTypes.length);
  const elementCount = readAll(reader(section.element), "element segments", segmentsMax, (from) =>
    readElement(from, functionTypes.length, constants),
  ).length;
  const dataCountReader = reader(section.dataCount);
  const dataCount = dataCountReader === undefined ? undefined : readOnly(dataCountReader, (from) => from.readUint32());
  const bodies = readAll(reader(section.code), "functions", functionsMax, readBody);
  if (bodies.length !== declared.length) throw new ModuleRefusal("functions and bodies differ in number");
  const dataEnds = readAll(reader(section.data), "data segments", segmentsMax, (from) =>
    readData(from, memory?.minimum ?? 0, constants),
  );
  if (dataCount !== undefined && dataCount !== dataEnds.length)
    throw new ModuleRefusal("data count and data segments differ");
  return {
    bytes,
    types,
    imports,
    importedParts: importEntries.filter((entry) => entry.kind !== "function"),
    functionTypes,
    tableSection,
    memory,
    globals,
    exports,
    startFunction,
    elementSection: raw(section.element),
    elementCount,
    dataCount,
    dataSection: raw(section.data),
    dataEnd: dataEnds.reduce((farthest, end) => Math.max(farthest, end), 0),
    constantEdits: constants.edits,
    bodies,
  };
}

function splitSections(bytes: Uint8Array): Map<number, { start: number; end: number }> {
  const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
  if (bytes.length < 8 || header.some((byte, i) => bytes[i] !== byte))
    throw new ModuleRefusal("not a WebAssembly module");
  const reader = new ByteReader(bytes, 8, bytes.length);
  const found = new Map<number, { start: number; end: number }>();
  let rank = -1;
  while (!reader.isAtEnd) {
    const id = reader.readByte();
    const length = reader.readUint32();
    const start = reader.position;
    reader.skip(length);
    if (id === section.custom) continue;
    const next = sectionOrder.indexOf(id);
    if (id === section.code && length > codeBytesMax)
      throw new ModuleRefusal(`code of ${length} bytes, ${codeBytesMax} allowed`);
    if (next < 0) throw new ModuleRefusal(`section ${id} is not supported`);
    if (next <= rank) throw new ModuleRefusal(`section ${id} out of order`);
    rank = next;
    found.set(id, { start, end: reader.position });
  }
  return found;
}

/** A vector that fills its section; none without the section. */
function readAll<T>(
  reader: ByteReader | undefined,
  what: string,
  countMax: number,
  read: (reader: ByteReader) => T,
): T[] {
  if (reader === undefined) return [];
  const count = reader.readCount(what, countMax);
  const items: T[] = [];
  for (let i = 0; i < count; i++) items.push(read(reader));
  if (!reader.isAtEnd) throw new ModuleRefusal(`bytes after the ${what}`);
  return items;
}

function readOnly<T>(reader: ByteReader, read: (reader: ByteReader) => T): T {
  const value = read(reader);
  if (!reader.isAtEnd) throw new ModuleRefusal("bytes after a section's content");
  return value;
}

function readFunctionType(reader: ByteReader): FunctionType {
  if (reader.readByte() !== valueType.func) throw new ModuleRefusal("only function types are supported");
  return { parameters: readNumberTypes(reader), results: readNumberTypes(reader) };
}

function readNumberTypes(reader: ByteReader): number[] {
  const count = reader.readCount("parameters or results", typeArityMax);
  const types: number[] = [];
  for (let i = 0; i < count; i++) types.push(readNumberType(reader));
  return types;
}

function readNumberType(reader: ByteReader): number {
  const byte = reader.readByte();
  if (!isNumberType(byte)) throw new ModuleRefusal("only number types are supported");
  return byte;
}

function readIndexBelow(reader: ByteReader, count: number, what: string): number {
  const index = reader.readUint32();
  if (index >= count) throw new ModuleRefusal(`${what} index ${index} out of range`);
  return index;
}

type ImportEntry =
  | (FunctionImport & { readonly kind: "function"; readonly typeIndex: number })
  | (ImportedPart & {
      readonly kind: "memory";
      readonly limits: { readonly minimum: number; readonly maximum: number };
    })
  | (ImportedPart & { readonly kind: "table"; readonly bytes: Uint8Array })
  | (ImportedPart & { readonly kind: "global" });

function readImport(reader: ByteReader, types: readonly FunctionType[]): ImportEntry {
  const module = reader.readName();
  const name = reader.readName();
  switch (reader.readByte()) {
    case 0: {
      const typeIndex = readIndexBelow(reader, types.length, "type");
      return { kind: "function", module, name, typeIndex, type: types[typeIndex] as FunctionType };
    }
    case 1: {
      const start = reader.position;
      readTable(reader);
      return { kind: "table", module, name, type: 0, bytes: reader.bytes.subarray(start, reader.position) };
    }
    case 2: {
      // A memory that the host makes does not grow. Spec: vm.md §3.
      const { minimum } = readMemory(reader);
      return { kind: "memory", module, name, type: 0, limits: { minimum, maximum: minimum } };
    }
    case 3: {
      const type = readNumberType(reader);
      if (reader.readByte() !== 0) throw new ModuleRefusal("imported globals must be constants");
      return { kind: "global", module, name, type };
    }
    default:
      throw new ModuleRefusal(`unknown kind of import ${module}.${name}`);
  }
}

function count(entries: readonly ImportEntry[], kind: ImportEntry["kind"]): number {
  return entries.filter((entry) => entry.kind === kind).length;
}

function importedGlobal(type: number, offered: Pick<ModuleGlobal, "type" | "initBytes"> | undefined): ModuleGlobal {
  return offered?.type === type
    ? { type, isMutable: false, initBytes: offered.initBytes }
    : { type, isMutable: false, initBytes: zeroConstant(type) };
}

function readTable(reader: ByteReader): void {
  if (reader.readByte() !== valueType.funcref) throw new ModuleRefusal("reference types are not supported");
  const { minimum } = readLimits(reader, 0xffffffff);
  if (minimum > tableEntriesMax) throw new ModuleRefusal(`table of ${minimum} entries, ${tableEntriesMax} allowed`);
}

function readMemory(reader: ByteReader): { minimum: number; maximum: number } {
  const { minimum, maximum } = readLimits(reader, pageBytes);
  if (minimum > memoryPagesMax) throw new ModuleRefusal(`memory of ${minimum} pages, ${memoryPagesMax} allowed`);
  return { minimum, maximum: Math.min(maximum, memoryPagesMax) };
}

function readLimits(reader: ByteReader, maximumDefault: number): { minimum: number; maximum: number } {
  const flags = reader.readByte();
  if (flags > 1) throw new ModuleRefusal("shared and 64-bit memories are not supported");
  const minimum = reader.readUint32();
  const maximum = flags === 1 ? reader.readUint32() : maximumDefault;
  if (maximum < minimum || maximum > maximumDefault) throw new ModuleRefusal("invalid limits");
  return { minimum, maximum };
}

function readGlobal(reader: ByteReader, constants: ConstantReader): ModuleGlobal {
  const type = readNumberType(reader);
  const mutability = reader.readByte();
  if (mutability > 1) throw new ModuleRefusal("invalid mutability");
  const { initBytes } = constants.read(reader);
  return { type, isMutable: mutability === 1, initBytes };
}

function readExports(
  reader: ByteReader | undefined,
  counts: { functions: number; tables: number; memories: number; globals: number },
): Map<string, ModuleExport> {
  const kinds = [
    ["function", counts.functions],
    ["table", counts.tables],
    ["memory", counts.memories],
    ["global", counts.globals],
  ] as const;
  const exports = new Map<string, ModuleExport>();
  readAll(reader, "exports", exportsMax, (from) => {
    const name = from.readName();
    const entry = kinds[from.readByte()];
    if (entry === undefined) throw new ModuleRefusal("unknown kind of export");
    const [kind, count] = entry;
    if (exports.has(name)) throw new ModuleRefusal(`duplicate export ${name}`);
    exports.set(name, { kind, index: readIndexBelow(from, count, kind) });
  });
  return exports;
}

function readStart(reader: ByteReader, functionCount: number): number {
  return readOnly(reader, (from) => readIndexBelow(from, functionCount, "function"));
}

function readElement(reader: ByteReader, functionCount: number, constants: ConstantReader): void {
  const flags = reader.readUint32();
  if (flags > 3) throw new ModuleRefusal("reference types are not supported");
  if (flags === 2) readIndexBelow(reader, 1, "table");
  if (flags === 0 || flags === 2) constants.readOffset(reader);
  if (flags !== 0 && reader.readByte() !== 0) throw new ModuleRefusal("reference types are not supported");
  const count = reader.readCount("table entries", tableEntriesMax);
  for (let i = 0; i < count; i++) readIndexBelow(reader, functionCount, "function");
}

function readBody(reader: ByteReader): { start: number; end: number } {
  const length = reader.readUint32();
  if (length > functionBytesMax) throw new ModuleRefusal(`function of ${length} bytes, ${functionBytesMax} allowed`);
  const start = reader.position;
  reader.skip(length);
  return { start, end: reader.position };
}

/** Where it ends; 0 for a passive one. The instance gets more memory than it declares, so an active segment is held against the declared size here. */
function readData(reader: ByteReader, memoryPages: number, constants: ConstantReader): number {
  const flags = reader.readUint32();
  if (flags > 2) throw new ModuleRefusal("invalid data segment");
  if (flags === 2) readIndexBelow(reader, 1, "memory");
  const offset = flags === 1 ? 0 : constants.readOffset(reader);
  const length = reader.readUint32();
  reader.skip(length);
  if (flags === 1) return 0;
  const end = (offset >>> 0) + length;
  if (end > memoryPages * pageBytes) throw new ModuleRefusal("data segment does not fit in memory");
  return end;
}
