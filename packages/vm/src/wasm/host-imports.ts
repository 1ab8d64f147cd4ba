import type { FunctionType, ModuleShape } from "./module/module-shape.ts";

/** A host function's signature, value types as bytes of the binary format. */
export interface HostFunctionType extends FunctionType {
  /** A module may import it without result, too. */
  readonly isResultOptional?: boolean;
}

/** A constant that modules import as a global. */
export interface HostGlobal {
  readonly type: number;
  /** The constant expression with its `end`. */
  readonly initBytes: Uint8Array;
}

/** What a host lets modules import. Keys are `module.name`. */
export interface HostImports {
  readonly functions: ReadonlyMap<string, HostFunctionType>;
  readonly globals: ReadonlyMap<string, HostGlobal>;
  /** Whether a module may import its memory and its table; the host makes them as the import declares them. */
  readonly providesMemory: boolean;
  /** Whether the host, too, reads and writes the pages above a contract's declared memory. */
  readonly usesHeadroom: boolean;
}

/** An import that the host does not have, or has with another type. */
export interface UnresolvedImport {
  readonly module: string;
  readonly name: string;
  readonly problem: "unknown" | "type";
}

/** The first import that does not fit the host: functions before others, each in the order of the module. */
export function findUnresolvedImport(shape: ModuleShape, host: HostImports): UnresolvedImport | undefined {
  for (const { module, name, type } of shape.imports) {
    const offered = host.functions.get(importKey(module, name));
    if (offered === undefined) return { module, name, problem: "unknown" };
    const fits =
      offered.parameters.join() === type.parameters.join() &&
      (offered.results.join() === type.results.join() ||
        (offered.isResultOptional === true && type.results.length === 0));
    if (!fits) return { module, name, problem: "type" };
  }
  for (const { kind, module, name, type } of shape.importedParts) {
    if (kind === "global") {
      const offered = host.globals.get(importKey(module, name));
      if (offered === undefined) return { module, name, problem: "unknown" };
      if (offered.type !== type) return { module, name, problem: "type" };
    } else if (!host.providesMemory) return { module, name, problem: "unknown" };
  }
  return undefined;
}

export function importKey(module: string, name: string): string {
  return `${module}.${name}`;
}
