/** WebAssembly opcodes that the module of the SM2 curve is made of. Spec: WebAssembly core 1.0, 5.4. */
const op = {
  return: 0x0f,
  call: 0x10,
  if: 0x04,
  end: 0x0b,
  localGet: 0x20,
  localSet: 0x21,
  i64Load: 0x29,
  i64Store: 0x37,
  i32Const: 0x41,
  i64Const: 0x42,
  i64Eqz: 0x50,
  i32Add: 0x6a,
  i64Add: 0x7c,
  i64Sub: 0x7d,
  i64Mul: 0x7e,
  i64And: 0x83,
  i64Or: 0x84,
  i64Xor: 0x85,
  i64ShrS: 0x87,
  i64ShrU: 0x88,
} as const;

const blockWithoutResult = 0x40;

/** Instructions of one function, by the names of their meaning. */
export class CodeWriter {
  readonly bytes: number[] = [];

  get(local: number): this {
    return this.#put(op.localGet, ...unsigned(local));
  }

  set(local: number): this {
    return this.#put(op.localSet, ...unsigned(local));
  }

  i32(value: number): this {
    return this.#put(op.i32Const, ...signed(BigInt(value)));
  }

  i64(value: bigint): this {
    return this.#put(op.i64Const, ...signed(value));
  }

  /** Loads 8 bytes at the pointer in a local, `offset` bytes further. */
  load(pointer: number, offset: number): this {
    return this.get(pointer).#put(op.i64Load, 3, ...unsigned(offset));
  }

  /** Loads 8 bytes at an address. */
  loadAt(address: number): this {
    return this.i32(0).#put(op.i64Load, 3, ...unsigned(address));
  }

  /** Stores the result of `value` at the pointer in a local. */
  store(pointer: number, offset: number, value: () => void): this {
    this.get(pointer);
    value();
    return this.#put(op.i64Store, 3, ...unsigned(offset));
  }

  call(index: number): this {
    return this.#put(op.call, ...unsigned(index));
  }

  /** Returns from the function when the 64-bit value on the stack is zero, with a 32-bit number. */
  returnIfZero(result: number): this {
    this.#put(op.i64Eqz, op.if, blockWithoutResult).i32(result);
    return this.#put(op.return, op.end);
  }

  do(name: "i32Add" | "i64Add" | "i64Sub" | "i64Mul" | "i64And" | "i64Or" | "i64Xor" | "i64ShrS" | "i64ShrU"): this {
    return this.#put(op[name]);
  }

  #put(...bytes: readonly number[]): this {
    for (const byte of bytes) this.bytes.push(byte);
    return this;
  }
}

/** A function of the module: pointers in, perhaps a 32-bit number out. */
export interface WasmFunction {
  readonly name: string;
  /** 32-bit parameters; they are the first locals. */
  readonly parameters: number;
  /** 64-bit locals behind them. */
  readonly locals: number;
  readonly hasResult: boolean;
  readonly code: CodeWriter;
}

/** The bytes of a module with one memory of some pages that exports everything. */
export function writeModule(functions: readonly WasmFunction[], pages: number): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters, hasResult }) => [
    0x60,
    ...vector(Array.from({ length: parameters }, () => [i32])),
    ...vector(hasResult ? [[i32]] : []),
  ]);
  const names = functions.map(({ name }, index) => [...text(name), 0, ...unsigned(index)]);
  const bodies = functions.map(({ locals, code }) => {
    const declared = locals === 0 ? [0] : [1, ...unsigned(locals), i64];
    return sized([...declared, ...code.bytes, op.end]);
  });
  return Uint8Array.from([
    ...magicAndVersion,
    ...section(1, vector(types)),
    ...section(3, vector(functions.map((_, index) => unsigned(index)))),
    ...section(5, [1, 0, ...unsigned(pages)]),
    ...section(7, vector([[...text("memory"), 2, 0], ...names])),
    ...section(10, vector(bodies)),
  ]);
}

const magicAndVersion: readonly number[] = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const i32 = 0x7f;
const i64 = 0x7e;

function section(id: number, content: readonly number[]): number[] {
  return [id, ...sized(content)];
}

function sized(content: readonly number[]): number[] {
  return [...unsigned(content.length), ...content];
}

function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function text(value: string): number[] {
  return sized([...value].map((character) => character.charCodeAt(0)));
}

function unsigned(value: number): number[] {
  const low = value & 0x7f;
  return value < 0x80 ? [low] : [low | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: bigint): number[] {
  const low = Number(BigInt.asUintN(7, value));
  const rest = value >> 7n;
  const isLast = (rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0);
  return isLast ? [low] : [low | 0x80, ...signed(rest)];
}
