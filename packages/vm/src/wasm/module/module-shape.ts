/** A function type; value types as bytes of the binary format. */
export interface FunctionType {
  readonly parameters: readonly number[];
  readonly results: readonly number[];
}

export interface FunctionImport {
  readonly module: string;
  readonly name: string;
  readonly type: FunctionType;
}

/** An import that is no function. */
export interface ImportedPart {
  readonly kind: "memory" | "table" | "global";
  readonly module: string;
  readonly name: string;
  /** Of a global: its value type. */
  readonly type: number;
}

export interface ModuleGlobal {
  readonly type: number;
  readonly isMutable: boolean;
  /** The constant expression with its `end`, as it stands. */
  readonly initBytes: Uint8Array;
}

/** Bytes of the module that are replaced. */
export interface ConstantEdit {
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
}

export interface ModuleExport {
  readonly kind: "function" | "table" | "memory" | "global";
  readonly index: number;
}

/**
 * What the sections of a module declare, before its code is looked at. Byte ranges are views of the module. Imported memories,
 * tables and globals stand among the defined ones, in front, with the values that the host gives them.
 */
export interface ModuleShape {
  readonly bytes: Uint8Array;
  readonly types: readonly FunctionType[];
  readonly imports: readonly FunctionImport[];
  readonly importedParts: readonly ImportedPart[];
  /** Type index of each function, imported ones first. */
  readonly functionTypes: readonly number[];
  readonly tableSection: Uint8Array | undefined;
  /** Undefined = no memory. Pages of 64 KiB; `maximum` is capped by our own limit. */
  readonly memory: { readonly minimum: number; readonly maximum: number } | undefined;
  readonly globals: readonly ModuleGlobal[];
  readonly exports: ReadonlyMap<string, ModuleExport>;
  readonly startFunction: number | undefined;
  readonly elementSection: Uint8Array | undefined;
  readonly elementCount: number;
  readonly dataCount: number | undefined;
  readonly dataSection: Uint8Array | undefined;
  /** Where the farthest data segment ends in memory. */
  readonly dataEnd: number;
  /** Constants that stand for imported globals in the offsets of segments, in order of place. */
  readonly constantEdits: readonly ConstantEdit[];
  /** Range of each defined function's body: local declarations and code. */
  readonly bodies: readonly { readonly start: number; readonly end: number }[];
}
