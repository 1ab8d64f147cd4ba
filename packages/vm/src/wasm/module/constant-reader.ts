import { ByteReader } from "./byte-reader.ts";
import { ModuleRefusal } from "./module-refusal.ts";
import type { ConstantEdit, ModuleGlobal } from "./module-shape.ts";
import { op, valueType } from "./opcodes.ts";

/** A constant expression: its bytes with the `end`, and an i32's value, NaN for others. */
interface Constant {
  readonly initBytes: Uint8Array;
  readonly value: number;
}

/** Reads constant expressions: one number, or an imported global, whose value then stands in its place. */
export class ConstantReader {
  readonly edits: ConstantEdit[] = [];
  readonly #importedGlobals: readonly ModuleGlobal[];

  constructor(importedGlobals: readonly ModuleGlobal[]) {
    this.#importedGlobals = importedGlobals;
  }

  read(reader: ByteReader): Constant {
    const start = reader.position;
    const global = this.#readGlobal(reader);
    if (global !== undefined) return readNumber(new ByteReader(global.initBytes, 0, global.initBytes.length));
    reader.position = start;
    return readNumber(reader);
  }

  /** The value of a segment's offset, NaN when it is no i32. An imported global is noted as an edit of the module's bytes. */
  readOffset(reader: ByteReader): number {
    const start = reader.position;
    const { initBytes, value } = this.read(reader);
    if (reader.bytes[start] === op.globalGet) this.edits.push({ start, end: reader.position, bytes: initBytes });
    return value;
  }

  #readGlobal(reader: ByteReader): ModuleGlobal | undefined {
    if (reader.readByte() !== op.globalGet) return undefined;
    const global = this.#importedGlobals[reader.readUint32()];
    if (global === undefined || reader.readByte() !== op.end) return refuse();
    return global;
  }
}

/** The expression for zero of a type. */
export function zeroConstant(type: number): Uint8Array {
  switch (type) {
    case valueType.i32:
      return Uint8Array.of(op.i32Const, 0, op.end);
    case valueType.i64:
      return Uint8Array.of(op.i64Const, 0, op.end);
    case valueType.f32:
      return Uint8Array.of(op.f32Const, 0, 0, 0, 0, op.end);
    default:
      return Uint8Array.of(op.f64Const, 0, 0, 0, 0, 0, 0, 0, 0, op.end);
  }
}

function readNumber(reader: ByteReader): Constant {
  const start = reader.position;
  let value = Number.NaN;
  switch (reader.readByte()) {
    case op.i32Const:
      value = reader.readInt32();
      break;
    case op.i64Const:
      reader.skipSigned(10);
      break;
    case op.f32Const:
      reader.skip(4);
      break;
    case op.f64Const:
      reader.skip(8);
      break;
    default:
      refuse();
  }
  if (reader.readByte() !== op.end) refuse();
  return { initBytes: reader.bytes.subarray(start, reader.position), value };
}

function refuse(): never {
  throw new ModuleRefusal("only plain constants may initialise");
}
