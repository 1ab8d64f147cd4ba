import { utf8ToBytes } from "@yanta/bytes";
import { memoryHeadroomPages } from "../../limits.ts";
import {
  type AddedFunction,
  addedTypes,
  beginFunction,
  bulkFunction,
  growFunction,
  readGasFunction,
  readGlobalFunction,
  snapshotFunction,
  spendFunction,
} from "./added-functions.ts";
import { ByteWriter } from "./byte-writer.ts";
import { zeroConstant } from "./constant-reader.ts";
import type { ModuleGlobal, ModuleShape } from "./module-shape.ts";
import { op, valueType } from "./opcodes.ts";
import { type AddedIndexes, rewriteFunction } from "./rewrite-function.ts";
import type { FunctionFacts } from "./scan-function.ts";

/** Names of the added exports. The contract's own functions are exported as `f:<name>`, so none can collide. */
export const addedExport = {
  memory: "memory",
  dirtyPages: "dirty_pages",
  begin: "begin",
  snapshot: "snapshot",
  spend: "spend",
  gasLeft: "gas_left",
  stackLeft: "stack_left",
  pages: "pages",
  trap: "trap",
  start: "start",
} as const;

/** Export name of a contract's function. */
export function contractExport(name: string): string {
  return `f:${name}`;
}

export interface RewrittenModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** False when code changes tables or drops segments, which is not restored: such an instance serves one call. */
  readonly isRestorable: boolean;
  /** Pages that the engine's memory has from the start; 0 without memory. */
  readonly realPages: number;
}

const exportKind = { function: 0, memory: 2 } as const;
const unrestorable: readonly number[] = [op.dataDrop, op.tableInit, op.elemDrop, op.tableCopy];

/**
 * The module with metering, call-depth limit, memory limit and, when `tracksStores`, a map of the pages that it wrote:
 * one byte for each 4 KiB in a second memory. Indexes of the module stay: everything added comes last. The start section
 * becomes the export `start`; of the other exports only functions and the memory stay. `facts` are those of each body.
 */
export function rewriteModule(
  shape: ModuleShape,
  facts: readonly FunctionFacts[],
  tracksStores: boolean,
): RewrittenModule {
  const plan = planAdditions(shape, facts, tracksStores);
  const out = new ByteWriter(shape.bytes.length * 3);
  out.bytes([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
  writeSection(out, 1, (to) => writeTypes(to, shape, plan));
  if (shape.imports.length > 0) writeSection(out, 2, (to) => writeImports(to, shape));
  writeSection(out, 3, (to) => {
    to.uint32(shape.bodies.length + plan.functions.length);
    for (const type of shape.functionTypes.slice(shape.imports.length)) to.uint32(type);
    for (const added of plan.functions) to.uint32(plan.typeIndexes[added.type]);
  });
  if (shape.tableSection !== undefined) writeSection(out, 4, (to) => to.bytes(shape.tableSection ?? []));
  const realPages =
    shape.memory === undefined ? 0 : Math.min(shape.memory.minimum + memoryHeadroomPages, shape.memory.maximum);
  if (shape.memory !== undefined)
    writeSection(out, 5, (to) => writeMemories(to, realPages, shape.memory?.maximum ?? 0, tracksStores));
  writeSection(out, 6, (to) => writeGlobals(to, plan.globals));
  writeSection(out, 7, (to) => writeExports(to, shape, plan, tracksStores));
  const { elementSection, dataSection } = shape;
  if (elementSection !== undefined) writeSection(out, 9, (to) => writeEdited(to, shape, elementSection));
  if (shape.dataCount !== undefined) writeSection(out, 12, (to) => to.uint32(shape.dataCount ?? 0));
  writeSection(out, 10, (to) => {
    to.uint32(facts.length + plan.functions.length);
    for (const fact of facts) to.sized(rewriteFunction(shape, fact, plan.indexes, tracksStores));
    for (const added of plan.functions) to.sized(added.body);
  });
  if (dataSection !== undefined) writeSection(out, 11, (to) => writeEdited(to, shape, dataSection));
  const isRestorable = !facts.some((fact) => unrestorable.some((opcode) => fact.bulkOpcodes.has(opcode)));
  return { bytes: out.view(), isRestorable, realPages };
}

interface Additions {
  readonly indexes: AddedIndexes;
  readonly typeIndexes: Readonly<Record<keyof typeof addedTypes, number>>;
  /** Results of the block types behind `addedTypes`. */
  readonly blockResults: readonly (readonly number[])[];
  /** The module's globals with the added ones. */
  readonly globals: readonly ModuleGlobal[];
  readonly functions: readonly AddedFunction[];
  readonly exportedFunctions: ReadonlyMap<string, number>;
}

function planAdditions(shape: ModuleShape, facts: readonly FunctionFacts[], tracksStores: boolean): Additions {
  const names = Object.keys(addedTypes) as (keyof typeof addedTypes)[];
  const typeIndexes = Object.fromEntries(names.map((name, i) => [name, shape.types.length + i])) as Record<
    keyof typeof addedTypes,
    number
  >;
  const blockResults = listBlockResults(facts);
  const globals = [...shape.globals];
  const addGlobal = (global: ModuleGlobal) => globals.push(global) - 1;
  const zero = (type: number): ModuleGlobal => ({
    type,
    isMutable: true,
    initBytes: zeroConstant(type),
  });
  const pages = new ByteWriter(8);
  pages.byte(op.i32Const);
  pages.signed(shape.memory?.minimum ?? 0);
  pages.byte(op.end);
  const gasGlobal = addGlobal(zero(valueType.i64));
  const stackGlobal = addGlobal(zero(valueType.i32));
  const trapGlobal = addGlobal(zero(valueType.i32));
  const pagesGlobal = addGlobal({ type: valueType.i32, isMutable: true, initBytes: pages.view() });
  const changing = [...shape.globals.keys()].filter((index) => shape.globals[index]?.isMutable === true);
  const pairs = [...changing, pagesGlobal].map(
    (index) => [index, addGlobal({ ...(globals[index] as ModuleGlobal) })] as const,
  );

  const segments = [...new Set(facts.flatMap((fact) => [...fact.initialisedSegments]))];
  const uses = (opcode: number) => facts.some((fact) => fact.bulkOpcodes.has(opcode));
  const functions: ((indexes: AddedIndexes) => AddedFunction)[] = [];
  const addFunction = (make: (indexes: AddedIndexes) => AddedFunction) =>
    shape.functionTypes.length + functions.push(make) - 1;
  const exportedFunctions = new Map<string, number>();
  exportedFunctions.set(
    addedExport.begin,
    addFunction((to) => beginFunction(to, pairs)),
  );
  exportedFunctions.set(
    addedExport.snapshot,
    addFunction(() => snapshotFunction(pairs)),
  );
  exportedFunctions.set(addedExport.spend, addFunction(spendFunction));
  exportedFunctions.set(addedExport.gasLeft, addFunction(readGasFunction));
  exportedFunctions.set(
    addedExport.stackLeft,
    addFunction((to) => readGlobalFunction(to.stackGlobal)),
  );
  exportedFunctions.set(
    addedExport.pages,
    addFunction((to) => readGlobalFunction(to.pagesGlobal)),
  );
  exportedFunctions.set(
    addedExport.trap,
    addFunction((to) => readGlobalFunction(to.trapGlobal)),
  );
  if (shape.startFunction !== undefined) exportedFunctions.set(addedExport.start, shape.startFunction);
  const indexes: AddedIndexes = {
    gasGlobal,
    stackGlobal,
    pagesGlobal,
    trapGlobal,
    growFunction: uses(op.memoryGrow) ? addFunction((to) => growFunction(to, shape.memory?.maximum ?? 0)) : 0,
    copyFunction: uses(op.memoryCopy) ? addFunction((to) => bulkFunction(to, op.memoryCopy, 0, tracksStores)) : 0,
    fillFunction: uses(op.memoryFill) ? addFunction((to) => bulkFunction(to, op.memoryFill, 0, tracksStores)) : 0,
    initFunctions: new Map(
      segments.map((segment) => [segment, addFunction((to) => bulkFunction(to, op.memoryInit, segment, tracksStores))]),
    ),
    blockTypes: new Map(blockResults.map((results, i) => [results.join(), shape.types.length + names.length + i])),
  };
  return {
    indexes,
    typeIndexes,
    blockResults,
    globals,
    functions: functions.map((make) => make(indexes)),
    exportedFunctions,
  };
}

/** Several results of functions that call, each list once. */
function listBlockResults(facts: readonly FunctionFacts[]): (readonly number[])[] {
  const lists = new Map<string, readonly number[]>();
  for (const { callsOthers, type } of facts)
    if (callsOthers && type.results.length > 1) lists.set(type.results.join(), type.results);
  return [...lists.values()];
}

function writeSection(out: ByteWriter, id: number, write: (to: ByteWriter) => void): void {
  const content = new ByteWriter(1024);
  write(content);
  out.byte(id);
  out.sized(content.view());
}

/** A section as it stands, but with constants for imported globals, which have become defined ones. */
function writeEdited(to: ByteWriter, { bytes, constantEdits }: ModuleShape, content: Uint8Array): void {
  let position = content.byteOffset - bytes.byteOffset;
  const end = position + content.length;
  for (const edit of constantEdits) {
    if (edit.start < position || edit.end > end) continue;
    to.bytes(bytes.subarray(position, edit.start));
    to.bytes(edit.bytes);
    position = edit.end;
  }
  to.bytes(bytes.subarray(position, end));
}

function writeTypes(to: ByteWriter, shape: ModuleShape, plan: Additions): void {
  const types = [
    ...shape.types,
    ...Object.values(addedTypes),
    ...plan.blockResults.map((results) => ({ parameters: [], results })),
  ];
  to.uint32(types.length);
  for (const { parameters, results } of types) {
    to.byte(valueType.func);
    to.sized(parameters);
    to.sized(results);
  }
}

function writeImports(to: ByteWriter, shape: ModuleShape): void {
  to.uint32(shape.imports.length);
  for (const [i, { module, name }] of shape.imports.entries()) {
    to.sized(utf8ToBytes(module));
    to.sized(utf8ToBytes(name));
    to.byte(exportKind.function);
    to.uint32(shape.functionTypes[i] ?? 0);
  }
}

/** The second memory has one page: 65,536 marks of 4 KiB are more than the largest memory needs. */
function writeMemories(to: ByteWriter, minimum: number, maximum: number, tracksStores: boolean): void {
  to.uint32(tracksStores ? 2 : 1);
  to.byte(1);
  to.uint32(minimum);
  to.uint32(maximum);
  if (tracksStores) to.bytes([1, 1, 1]);
}

function writeGlobals(to: ByteWriter, globals: readonly ModuleGlobal[]): void {
  to.uint32(globals.length);
  for (const { type, isMutable, initBytes } of globals) {
    to.bytes([type, isMutable ? 1 : 0]);
    to.bytes(initBytes);
  }
}

function writeExports(to: ByteWriter, shape: ModuleShape, plan: Additions, tracksStores: boolean): void {
  const entries: [name: string, kind: number, index: number][] = [];
  for (const [name, { kind, index }] of shape.exports)
    if (kind === "function") entries.push([contractExport(name), exportKind.function, index]);
  for (const [name, index] of plan.exportedFunctions) entries.push([name, exportKind.function, index]);
  if (shape.memory !== undefined) {
    entries.push([addedExport.memory, exportKind.memory, 0]);
    if (tracksStores) entries.push([addedExport.dirtyPages, exportKind.memory, 1]);
  }
  to.uint32(entries.length);
  for (const [name, kind, index] of entries) {
    to.sized(utf8ToBytes(name));
    to.byte(kind);
    to.uint32(index);
  }
}
