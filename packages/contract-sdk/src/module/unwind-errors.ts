import { contractSdkErrors } from "../errors.ts";
import { isFloatInstruction, op, readInstruction, valueType } from "./instruction.ts";
import { encodeUint32, WasmReader } from "./wasm-bytes.ts";
import {
  buildWasmModule,
  type FunctionType,
  importedFunctions,
  parseWasmModule,
  type WasmModule,
} from "./wasm-module.ts";

const throwExport = "__throw";
const hostImports = new Set(["env.sys_call", "env.log_message"]);
const abortImport = "env.abort";
const setFailedImport = "yanta.set_failed";

/**
 * Makes `throw` work without exceptions, which the contract runtimes do not have. The compiler's call of `env.abort` becomes a
 * call of the library's `__throw`, which tells the client and sets a global; the function then returns. After every call that may
 * come back so, the caller looks at the global and returns, too, up to the exported method: the call ends without a trap, since
 * a trap would replace the message. The failed call's writes are dropped by the chain.
 *
 * Refuses what contracts may not have. Errors: CONTRACT_FORBIDDEN.
 */
export function unwindErrors(bytes: Uint8Array): Uint8Array {
  const module = parseWasmModule(bytes);
  checkTypes(module);
  const imports = importedFunctions(module).map((each) => `${each.module}.${each.name}`);
  const others = module.imports.filter((each) => each.kind !== 0).map((each) => `${each.module}.${each.name}`);
  for (const name of [...imports, ...others])
    if (!hostImports.has(name) && name !== abortImport && name !== setFailedImport)
      throw contractSdkErrors.create("CONTRACT_FORBIDDEN", { what: `the import ${name}` });

  const throwIndex = module.exports.find((each) => each.name === throwExport)?.index ?? -1;
  const mayThrow = findThrowing(module, imports.indexOf(abortImport));
  const kept = imports.map((name) => hostImports.has(name));
  const removed = kept.filter((isKept) => !isKept).length;
  const renumber = (index: number): number =>
    index < imports.length ? kept.slice(0, index).filter(Boolean).length : index - removed;
  const failed = encodeUint32(module.globals.count);

  const rewriteBody = (index: number): number[] => {
    const body = module.bodies[index];
    const type = module.types[module.functionTypes[index] ?? -1];
    if (body === undefined || type === undefined) throw new RangeError(`no function ${index}`);
    const leave = [...zeros(type), op.return];
    const check = [op.globalGet, ...failed, op.if, 0x40, ...leave, op.end];
    const out: number[] = [...bytes.subarray(body.localsStart, body.codeStart)];
    const reader = new WasmReader(bytes, body.codeStart);
    while (reader.position < body.end) {
      const instruction = readInstruction(reader);
      if (isFloatInstruction(instruction.opcode) || isFloatConversion(bytes, instruction.start)) refuseFloats();
      const called = instruction.opcode === op.call ? imports[instruction.index] : undefined;
      if (called === abortImport) out.push(op.call, ...encodeUint32(renumber(throwIndex)), ...leave);
      else if (called === setFailedImport) out.push(op.globalSet, ...failed);
      else if (instruction.opcode === op.call) {
        out.push(op.call, ...encodeUint32(renumber(instruction.index)));
        if (mayThrow.has(instruction.index)) out.push(...check);
      } else {
        out.push(...bytes.subarray(instruction.start, instruction.end));
        if (instruction.opcode === op.callIndirect) out.push(...check);
      }
    }
    return out;
  };
  return buildWasmModule(module, {
    imports: module.imports.filter((each) => hostImports.has(`${each.module}.${each.name}`)),
    exports: module.exports.filter((each) => each.name !== throwExport),
    bodies: module.bodies.map((_, index) => rewriteBody(index)),
    addedGlobals: [[valueType.i32, 1, op.i32Const, 0, op.end]],
    renumber,
  });
}

/** Functions that may come back with an error: they call `abort`, a function value, or one that may. */
function findThrowing(module: WasmModule, abortIndex: number): ReadonlySet<number> {
  const importCount = importedFunctions(module).length;
  const callers = new Map<number, number[]>();
  const throwing = new Set<number>();
  for (const [index, body] of module.bodies.entries()) {
    const reader = new WasmReader(module.bytes, body.codeStart);
    while (reader.position < body.end) {
      const instruction = readInstruction(reader);
      if (
        instruction.opcode === op.callIndirect ||
        (instruction.opcode === op.call && instruction.index === abortIndex)
      )
        throwing.add(index + importCount);
      if (instruction.opcode !== op.call) continue;
      const known = callers.get(instruction.index);
      if (known === undefined) callers.set(instruction.index, [index + importCount]);
      else known.push(index + importCount);
    }
  }
  // A set may grow while it is walked: what is added is visited, too.
  for (const callee of throwing) for (const caller of callers.get(callee) ?? []) throwing.add(caller);
  return throwing;
}

function checkTypes(module: WasmModule): void {
  for (const { parameters, results } of module.types)
    for (const type of [...parameters, ...results]) checkValueType(type);
  for (const body of module.bodies) {
    const reader = new WasmReader(module.bytes, body.localsStart);
    for (let groups = reader.uint32(); groups > 0; groups--) {
      reader.skipNumber();
      checkValueType(reader.byte());
    }
  }
}

function checkValueType(type: number): void {
  if (type === valueType.f32 || type === valueType.f64) refuseFloats();
  if (type !== valueType.i32 && type !== valueType.i64)
    throw contractSdkErrors.create("CONTRACT_FORBIDDEN", { what: type === 0x7b ? "SIMD (v128)" : "reference types" });
}

/** Saturating conversions from floating point. */
function isFloatConversion(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === 0xfc && (bytes[start + 1] ?? 0) < 8;
}

function refuseFloats(): never {
  throw contractSdkErrors.create("CONTRACT_FORBIDDEN", { what: "floating point" });
}

function zeros({ results }: FunctionType): number[] {
  return results.flatMap((type) => [type === valueType.i64 ? op.i64Const : op.i32Const, 0]);
}
