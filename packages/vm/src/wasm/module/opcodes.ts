import { gasSchedule } from "../gas-schedule.ts";

/** Opcodes that checking and rewriting look at; the rest is in `operandEffects`. */
export const op = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  drop: 0x1a,
  select: 0x1b,
  selectTyped: 0x1c,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  firstLoad: 0x28,
  i32Load8U: 0x2d,
  firstStore: 0x36,
  i32Store: 0x36,
  i64Store: 0x37,
  f32Store: 0x38,
  f64Store: 0x39,
  i32Store8: 0x3a,
  i64Store8: 0x3c,
  i64Store32: 0x3e,
  lastStore: 0x3e,
  memorySize: 0x3f,
  memoryGrow: 0x40,
  i32Const: 0x41,
  i64Const: 0x42,
  f32Const: 0x43,
  f64Const: 0x44,
  i32Eqz: 0x45,
  i32Eq: 0x46,
  i32LtS: 0x48,
  i32GtU: 0x4b,
  i64LtS: 0x53,
  i64GtU: 0x56,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32ShrU: 0x76,
  i64Add: 0x7c,
  i64Sub: 0x7d,
  i64Mul: 0x7e,
  i64Shl: 0x86,
  i64ExtendI32U: 0xad,
  i64TruncF64S: 0xb0,
  f32DemoteF64: 0xb6,
  f64ConvertI64S: 0xb9,
  f64PromoteF32: 0xbb,
  f32Eq: 0x5b,
  f64Eq: 0x61,
  f32Div: 0x95,
  f64Div: 0xa3,
  lastNumeric: 0xc4,
  prefixBulk: 0xfc,
  /** Prefixed opcodes as 0xfc00 + number. */
  memoryInit: 0xfc08,
  dataDrop: 0xfc09,
  memoryCopy: 0xfc0a,
  memoryFill: 0xfc0b,
  tableInit: 0xfc0c,
  elemDrop: 0xfc0d,
  tableCopy: 0xfc0e,
} as const;

/** Type bytes of the binary format. */
export const valueType = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  funcref: 0x70,
  func: 0x60,
  empty: 0x40,
} as const;

export interface OperandEffect {
  readonly pops: number;
  readonly pushes: number;
  readonly gas: number;
}

const { simple, memoryAccess, store, branch, division, floatArithmetic, bulkMemory } = gasSchedule;
const unary: OperandEffect = { pops: 1, pushes: 1, gas: simple };
const binary: OperandEffect = { pops: 2, pushes: 1, gas: simple };
const slow: OperandEffect = { pops: 2, pushes: 1, gas: division };
const floatUnary: OperandEffect = { pops: 1, pushes: 1, gas: floatArithmetic };
const floatBinary: OperandEffect = { pops: 2, pushes: 1, gas: floatArithmetic };
const bulk: OperandEffect = { pops: 3, pushes: 0, gas: bulkMemory };

/** Operands and gas of the opcodes that neither branch nor call; undefined = not allowed, or handled apart. */
export const operandEffects: readonly (OperandEffect | undefined)[] = listEffects();

/** The same for opcodes after the prefix 0xfc, by number. */
export const bulkEffects: readonly (OperandEffect | undefined)[] = [
  ...Array.from({ length: 8 }, () => unary),
  bulk,
  { pops: 0, pushes: 0, gas: simple },
  bulk,
  bulk,
  bulk,
  { pops: 0, pushes: 0, gas: simple },
  bulk,
];

function listEffects(): (OperandEffect | undefined)[] {
  const effects: (OperandEffect | undefined)[] = Array.from({ length: 256 });
  const fill = (from: number, to: number, effect: OperandEffect) => effects.fill(effect, from, to + 1);
  effects[0x01] = { pops: 0, pushes: 0, gas: simple };
  effects[op.drop] = { pops: 1, pushes: 0, gas: simple };
  effects[op.select] = { pops: 3, pushes: 1, gas: branch };
  effects[op.selectTyped] = { pops: 3, pushes: 1, gas: branch };
  effects[op.localGet] = { pops: 0, pushes: 1, gas: simple };
  effects[op.localSet] = { pops: 1, pushes: 0, gas: simple };
  effects[op.localTee] = unary;
  effects[op.globalGet] = { pops: 0, pushes: 1, gas: memoryAccess };
  effects[op.globalSet] = { pops: 1, pushes: 0, gas: memoryAccess };
  fill(op.firstLoad, 0x35, { pops: 1, pushes: 1, gas: memoryAccess });
  fill(op.firstStore, op.lastStore, { pops: 2, pushes: 0, gas: store });
  effects[op.memorySize] = { pops: 0, pushes: 1, gas: memoryAccess };
  effects[op.memoryGrow] = { pops: 1, pushes: 1, gas: bulkMemory };
  fill(op.i32Const, op.f64Const, { pops: 0, pushes: 1, gas: simple });
  effects[0x45] = unary;
  fill(0x46, 0x4f, binary);
  effects[0x50] = unary;
  fill(0x51, 0x66, binary);
  fill(0x67, 0x69, unary);
  fill(0x6a, 0x78, binary);
  fill(0x6d, 0x70, slow);
  fill(0x79, 0x7b, unary);
  fill(0x7c, 0x8a, binary);
  fill(0x7f, 0x82, slow);
  fill(0x8b, 0x8c, unary);
  fill(0x8d, 0x90, floatUnary);
  effects[0x91] = { pops: 1, pushes: 1, gas: division };
  fill(0x92, 0x97, floatBinary);
  effects[op.f32Div] = slow;
  effects[0x98] = binary;
  fill(0x99, 0x9a, unary);
  fill(0x9b, 0x9e, floatUnary);
  effects[0x9f] = { pops: 1, pushes: 1, gas: division };
  fill(0xa0, 0xa5, floatBinary);
  effects[op.f64Div] = slow;
  effects[0xa6] = binary;
  fill(0xa7, op.lastNumeric, unary);
  effects[op.f32DemoteF64] = floatUnary;
  effects[op.f64PromoteF32] = floatUnary;
  return effects;
}
