import { encodeName, encodeSized, encodeUint32, encodeVector, WasmReader } from "./wasm-bytes.ts";
import { op, readInstruction } from "./instruction.ts";

const sectionId = { type: 1, import: 2, function: 3, global: 6, export: 7, start: 8, element: 9, code: 10 } as const;
const sectionOrder = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 10, 11];
const functionKind = 0;

export interface FunctionType {
  readonly parameters: readonly number[];
  readonly results: readonly number[];
}

export interface ModuleImport {
  readonly module: string;
  readonly name: string;
  readonly kind: number;
  /** Type index of functions; the bytes of the description else. */
  readonly description: Uint8Array;
  readonly typeIndex: number;
}

export interface ModuleExport {
  readonly name: string;
  readonly kind: number;
  readonly index: number;
}

/** A function's body: locals, then instructions with their final end. Places count from the start of the module. */
export interface FunctionBody {
  readonly localsStart: number;
  readonly codeStart: number;
  readonly end: number;
}

/** A module taken apart as far as the rewriters need it. Custom sections are left out. */
export interface WasmModule {
  readonly bytes: Uint8Array;
  readonly types: FunctionType[];
  readonly imports: ModuleImport[];
  /** Type index of each function defined here. */
  readonly functionTypes: number[];
  /** Raw definitions after their count. */
  readonly globals: { count: number; content: Uint8Array };
  readonly exports: ModuleExport[];
  readonly start: number | undefined;
  readonly bodies: FunctionBody[];
  /** All other sections by id, as they are. */
  readonly rest: ReadonlyMap<number, Uint8Array>;
}

export function parseWasmModule(bytes: Uint8Array): WasmModule {
  const reader = new WasmReader(bytes, 8);
  const sections = new Map<number, { start: number; end: number }>();
  while (reader.position < bytes.length) {
    const id = reader.byte();
    const length = reader.uint32();
    if (id !== 0) sections.set(id, { start: reader.position, end: reader.position + length });
    reader.position += length;
  }
  const open = (id: number): WasmReader | undefined => {
    const section = sections.get(id);
    return section === undefined ? undefined : new WasmReader(bytes.subarray(0, section.end), section.start);
  };
  const list = <T>(id: number, read: (from: WasmReader) => T): T[] => {
    const from = open(id);
    return from === undefined ? [] : Array.from({ length: from.uint32() }, () => read(from));
  };
  const globals = open(sectionId.global);
  const known = new Set<number>(Object.values(sectionId).filter((id) => id !== sectionId.element));
  return {
    bytes,
    types: list(sectionId.type, readType),
    imports: list(sectionId.import, readImport),
    functionTypes: list(sectionId.function, (from) => from.uint32()),
    globals:
      globals === undefined
        ? { count: 0, content: new Uint8Array(0) }
        : { count: globals.uint32(), content: globals.bytes.subarray(globals.position) },
    exports: list(sectionId.export, (from) => ({ name: from.name(), kind: from.byte(), index: from.uint32() })),
    start: open(sectionId.start)?.uint32(),
    bodies: list(sectionId.code, readBody),
    rest: new Map(
      [...sections].filter(([id]) => !known.has(id)).map(([id, { start, end }]) => [id, bytes.subarray(start, end)]),
    ),
  };
}

/** Functions that a module imports come first in its numbering. */
export function importedFunctions(module: WasmModule): readonly ModuleImport[] {
  return module.imports.filter((each) => each.kind === functionKind);
}

export interface ModuleChange {
  readonly types?: readonly FunctionType[];
  readonly imports?: readonly ModuleImport[];
  readonly exports?: readonly ModuleExport[];
  /** New bodies (locals and instructions) of the functions that were there. */
  readonly bodies: readonly (readonly number[])[];
  readonly addedFunctions?: readonly { readonly typeIndex: number; readonly body: readonly number[] }[];
  /** Definitions of further globals. */
  readonly addedGlobals?: readonly (readonly number[])[];
  /** Where an old function index went. */
  readonly renumber: (index: number) => number;
}

/** Puts a module together again. */
export function buildWasmModule(module: WasmModule, change: ModuleChange): Uint8Array {
  const { renumber } = change;
  const added = change.addedFunctions ?? [];
  const addedGlobals = change.addedGlobals ?? [];
  const exports = (change.exports ?? module.exports).map(({ name, kind, index }) => [
    ...encodeName(name),
    kind,
    ...encodeUint32(kind === functionKind ? renumber(index) : index),
  ]);
  const sections = new Map<number, ArrayLike<number>>(module.rest);
  sections.set(sectionId.type, encodeVector((change.types ?? module.types).map(encodeType)));
  sections.set(sectionId.import, encodeVector((change.imports ?? module.imports).map(encodeImport)));
  sections.set(
    sectionId.function,
    encodeVector([...module.functionTypes, ...added.map((each) => each.typeIndex)].map((type) => encodeUint32(type))),
  );
  const globalCount = module.globals.count + addedGlobals.length;
  if (globalCount > 0)
    sections.set(sectionId.global, [
      ...encodeUint32(globalCount),
      ...module.globals.content,
      ...addedGlobals.flatMap((global) => [...global]),
    ]);
  sections.set(sectionId.export, encodeVector(exports));
  if (module.start !== undefined) sections.set(sectionId.start, encodeUint32(renumber(module.start)));
  const elements = module.rest.get(sectionId.element);
  if (elements !== undefined) sections.set(sectionId.element, renumberElements(elements, renumber));
  const bodies = [...change.bodies, ...added.map((each) => each.body)];
  sections.set(sectionId.code, encodeVector(bodies.map((body) => encodeSized(body))));
  const parts: number[][] = [[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]];
  for (const id of sectionOrder) {
    const content = sections.get(id);
    if (content !== undefined) parts.push([id, ...encodeUint32(content.length)], Array.from(content));
  }
  return Uint8Array.from(parts.flat());
}

function readType(from: WasmReader): FunctionType {
  from.byte();
  return { parameters: [...from.take(from.uint32())], results: [...from.take(from.uint32())] };
}

function encodeType({ parameters, results }: FunctionType): number[] {
  return [0x60, ...encodeSized(parameters), ...encodeSized(results)];
}

function readImport(from: WasmReader): ModuleImport {
  const module = from.name();
  const name = from.name();
  const kind = from.byte();
  const start = from.position;
  let typeIndex = -1;
  if (kind === functionKind) typeIndex = from.uint32();
  else if (kind === 3) from.take(2);
  else {
    if (kind === 1) from.byte();
    const hasMaximum = (from.byte() & 1) === 1;
    from.skipNumber();
    if (hasMaximum) from.skipNumber();
  }
  return { module, name, kind, typeIndex, description: from.bytes.subarray(start, from.position) };
}

function encodeImport({ module, name, kind, description }: ModuleImport): number[] {
  return [...encodeName(module), ...encodeName(name), kind, ...description];
}

function readBody(from: WasmReader): FunctionBody {
  const length = from.uint32();
  const localsStart = from.position;
  const end = localsStart + length;
  for (let groups = from.uint32(); groups > 0; groups--) {
    from.skipNumber();
    from.byte();
  }
  const codeStart = from.position;
  from.position = end;
  return { localsStart, codeStart, end };
}

/** Renumbers the functions of a table's segments, whichever of the eight forms they have. */
function renumberElements(content: Uint8Array, renumber: (index: number) => number): number[] {
  const reader = new WasmReader(content);
  const out: number[] = [];
  const copyFrom = (start: number): void => void out.push(...content.subarray(start, reader.position));
  const count = reader.uint32();
  copyFrom(0);
  for (let i = 0; i < count; i++) {
    const start = reader.position;
    const flags = reader.uint32();
    if ((flags & 1) === 0) {
      if ((flags & 2) !== 0) reader.skipNumber();
      while (readInstruction(reader).opcode !== op.end);
    }
    if ((flags & 3) !== 0) reader.byte();
    const entries = reader.uint32();
    copyFrom(start);
    for (let entry = 0; entry < entries; entry++) {
      if ((flags & 4) === 0) out.push(...encodeUint32(renumber(reader.uint32())));
      else renumberExpression(reader, out, renumber);
    }
  }
  return out;
}

function renumberExpression(reader: WasmReader, out: number[], renumber: (index: number) => number): void {
  for (;;) {
    const { opcode, index, start, end } = readInstruction(reader);
    if (opcode === op.refFunc) out.push(opcode, ...encodeUint32(renumber(index)));
    else out.push(...reader.bytes.subarray(start, end));
    if (opcode === op.end) return;
  }
}
