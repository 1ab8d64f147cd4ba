import { vmErrors } from "../errors.ts";
import { findUnresolvedImport, type HostImports, importKey, type UnresolvedImport } from "./host-imports.ts";
import type { Isolation } from "./isolation.ts";
import { ModuleRefusal } from "./module/module-refusal.ts";
import type { FunctionType, ModuleShape } from "./module/module-shape.ts";
import { parseModule } from "./module/parse-module.ts";
import { rewriteModule } from "./module/rewrite-module.ts";
import { type FunctionFacts, scanFunction } from "./module/scan-function.ts";

/** A contract's module, checked, rewritten and compiled. */
export interface PreparedModule {
  readonly compiled: WebAssembly.Module;
  readonly isolation: Isolation;
  /** Signature of each exported function; undefined for exports of another kind. */
  readonly exports: ReadonlyMap<string, FunctionType | undefined>;
  /** Keys `module.name` of the imports, in order. */
  readonly imports: readonly string[];
  readonly hasMemory: boolean;
  readonly exportsMemory: boolean;
  readonly hasStart: boolean;
  /** Pages that the contract sees at first, and those that the engine gave it. */
  readonly declaredPages: number;
  readonly realPages: number;
  /** Whether the host may use all of `realPages`. */
  readonly usesHeadroom: boolean;
  /** End of the static data. */
  readonly dataEnd: number;
}

/** Not a module that contracts may be, or one whose imports the host lacks. The reason is deterministic. */
export interface RefusedModule {
  readonly kind: "refused";
  readonly at: "validation" | "linking";
  readonly reason: string;
  readonly unresolved?: UnresolvedImport;
}

export type Preparation = { readonly kind: "prepared"; readonly module: PreparedModule } | RefusedModule;

/**
 * Checks a contract's bytecode, adds metering and limits, and compiles it.
 *
 * Errors: VM_ENGINE_REFUSED when the engine does not take what the checks let through, which must not happen.
 */
export function prepareModule(bytecode: Uint8Array, host: HostImports, isolation: Isolation): Preparation {
  try {
    const shape = parseModule(bytecode, host.globals);
    // Our own checks come first: what they refuse, engines judge differently, and the reason is part of the transaction's hash.
    const facts = shape.bodies.map((_, index) => scanFunction(shape, index));
    if (!WebAssembly.validate(bytecode as Uint8Array<ArrayBuffer>))
      return { kind: "refused", at: "validation", reason: "invalid module" };
    const unresolved = findUnresolvedImport(shape, host);
    if (unresolved !== undefined) return refuseImport(unresolved);
    return { kind: "prepared", module: compile(shape, facts, host, isolation) };
  } catch (error) {
    if (error instanceof ModuleRefusal) return { kind: "refused", at: "validation", reason: error.message };
    throw error;
  }
}

function compile(
  shape: ModuleShape,
  facts: readonly FunctionFacts[],
  { usesHeadroom }: HostImports,
  isolation: Isolation,
): PreparedModule {
  const rewritten = rewriteModule(shape, facts, isolation === "dirty-pages");
  return {
    compiled: compileRewritten(rewritten.bytes),
    isolation: rewritten.isRestorable ? isolation : "fresh-instance",
    exports: new Map(
      [...shape.exports].map(([name, { kind, index }]) => [
        name,
        kind === "function" ? shape.types[shape.functionTypes[index] ?? 0] : undefined,
      ]),
    ),
    imports: shape.imports.map(({ module, name }) => importKey(module, name)),
    hasMemory: shape.memory !== undefined,
    exportsMemory: shape.exports.get("memory")?.kind === "memory",
    hasStart: shape.startFunction !== undefined,
    declaredPages: shape.memory?.minimum ?? 0,
    realPages: rewritten.realPages,
    usesHeadroom,
    dataEnd: shape.dataEnd,
  };
}

function compileRewritten(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  try {
    return new WebAssembly.Module(bytes);
  } catch (error) {
    throw vmErrors.create("VM_ENGINE_REFUSED", { reason: String(error) }, error);
  }
}

function refuseImport(unresolved: UnresolvedImport): RefusedModule {
  const key = importKey(unresolved.module, unresolved.name);
  const reason = unresolved.problem === "unknown" ? `unknown import ${key}` : `incompatible import type of ${key}`;
  return { kind: "refused", at: "linking", reason, unresolved };
}
