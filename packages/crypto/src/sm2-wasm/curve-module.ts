import { sm2Parameters } from "../keys/sm2-curve.ts";
import { CodeWriter, type WasmFunction, writeModule } from "./code-writer.ts";

/**
 * The arithmetic of the SM2 curve as a WebAssembly module: numbers modulo p in Montgomery form (R = 2^261) of nine limbs of 29 bits,
 * each in 8 bytes, always smaller than p; points in Jacobian coordinates X, Y, Z one behind the other.
 *
 * Products of limbs have 58 bits: a column of the product and of its reduction, 18 of them with a carry, fits 64 bits. Everything here is
 * public (verification), nothing is constant in time by design.
 */

const limbBits = 29n;
const limbCount = 9;
const mask = (1n << limbBits) - 1n;

/** Bytes of a number, of a point's affine and of its Jacobian coordinates. */
export const numberBytes: number = 8 * limbCount;
export const affineBytes: number = 2 * numberBytes;
export const jacobianBytes: number = 3 * numberBytes;

/** Where the module keeps numbers of its own; callers have the memory behind. */
const scratch = (index: number): number => index * numberBytes;
export const scratchEnd: number = scratch(16);

/** R modulo p: numbers are kept multiplied by it. */
export const montgomeryFactor: bigint = (1n << (limbBits * BigInt(limbCount))) % sm2Parameters.p;

/** Limbs of a number, least significant first. */
export function numberToLimbs(value: bigint): bigint[] {
  return Array.from({ length: limbCount }, (_, index) => (value >> (limbBits * BigInt(index))) & mask);
}

/** The number of such limbs. */
export function limbsToNumber(limbs: BigUint64Array): bigint {
  let value = 0n;
  for (let index = limbCount - 1; index >= 0; index--) value = (value << limbBits) | (limbs[index] ?? 0n);
  return value;
}

const primeLimbs = numberToLimbs(sm2Parameters.p);
const limbs = Array.from({ length: limbCount }, (_, index) => index);
const [dst, left, right] = [0, 1, 2];
const functionIndex = { multiply: 0, add: 1, subtract: 2, double: 3, addAffine: 4 } as const;

export function writeCurveModule(pages: number): Uint8Array<ArrayBuffer> {
  return writeModule([multiply(), add(), subtract(), double(), addAffine()], pages);
}

/** dst = left · right / R mod p, by columns. p is −1 modulo 2^29, so the factor of each reduction step is the column itself. */
function multiply(): WasmFunction {
  const code = new CodeWriter();
  const a = (i: number): number => 3 + i;
  const b = (i: number): number => a(limbCount) + i;
  const column = (i: number): number => b(limbCount) + i;
  const factor = column(2 * limbCount - 1);
  const result = (i: number): number => factor + 1 + i;
  for (const i of limbs)
    code
      .load(left, 8 * i)
      .set(a(i))
      .load(right, 8 * i)
      .set(b(i));
  for (let k = 0; k < 2 * limbCount - 1; k++) {
    const firsts = limbs.filter((i) => k - i >= 0 && k - i < limbCount);
    firsts.forEach((i, count) => {
      code
        .get(a(i))
        .get(b(k - i))
        .do("i64Mul");
      if (count > 0) code.do("i64Add");
    });
    code.set(column(k));
  }
  for (const i of limbs) {
    code.get(column(i)).i64(mask).do("i64And").set(factor);
    for (const j of limbs) {
      const limb = primeLimbs[j] ?? 0n;
      if (limb !== 0n)
        code
          .get(factor)
          .i64(limb)
          .do("i64Mul")
          .get(column(i + j))
          .do("i64Add")
          .set(column(i + j));
    }
    code
      .get(column(i))
      .i64(limbBits)
      .do("i64ShrU")
      .get(column(i + 1))
      .do("i64Add")
      .set(column(i + 1));
  }
  for (let k = 0; k < limbCount - 1; k++) {
    const from = column(limbCount + k);
    code.get(from).i64(mask).do("i64And").set(result(k));
    code.get(from).i64(limbBits).do("i64ShrU");
    if (k < limbCount - 2)
      code
        .get(from + 1)
        .do("i64Add")
        .set(from + 1);
    else code.set(result(limbCount - 1));
  }
  storeReduced(code, result, result(limbCount));
  return { name: "multiply", parameters: 3, locals: result(2 * limbCount + 1) - 3, hasResult: false, code };
}

/** dst = left + right mod p. */
function add(): WasmFunction {
  const code = new CodeWriter();
  const sum = (i: number): number => 3 + i;
  for (const i of limbs) {
    code
      .load(left, 8 * i)
      .load(right, 8 * i)
      .do("i64Add");
    if (i > 0)
      code
        .get(sum(i - 1))
        .i64(limbBits)
        .do("i64ShrU")
        .do("i64Add");
    code.set(sum(i));
  }
  for (const i of limbs.slice(0, -1)) code.get(sum(i)).i64(mask).do("i64And").set(sum(i));
  storeReduced(code, sum, sum(limbCount));
  return { name: "add", parameters: 3, locals: 2 * limbCount + 1, hasResult: false, code };
}

/** Stores a number below 2p less p where it is not smaller. `free` is the first of ten free locals. */
function storeReduced(code: CodeWriter, value: (i: number) => number, free: number): void {
  const difference = (i: number): number => free + i;
  const borrow = free + limbCount;
  for (const i of limbs) {
    code
      .get(value(i))
      .i64(primeLimbs[i] ?? 0n)
      .do("i64Sub");
    if (i > 0) code.get(borrow).do("i64Add");
    code.set(borrow);
    code.get(borrow).i64(mask).do("i64And").set(difference(i));
    code.get(borrow).i64(limbBits).do("i64ShrS").set(borrow);
  }
  // The borrow is 0 or −1: it chooses the difference or the value.
  for (const i of limbs)
    code.store(dst, 8 * i, () => {
      code.get(difference(i)).get(value(i)).do("i64Xor").get(borrow).do("i64And").get(difference(i)).do("i64Xor");
    });
}

/** dst = left − right mod p. */
function subtract(): WasmFunction {
  const code = new CodeWriter();
  const difference = (i: number): number => 3 + i;
  const borrow = difference(limbCount);
  const carry = borrow + 1;
  for (const i of limbs) {
    code
      .load(left, 8 * i)
      .load(right, 8 * i)
      .do("i64Sub");
    if (i > 0) code.get(borrow).do("i64Add");
    code.set(borrow);
    code.get(borrow).i64(mask).do("i64And").set(difference(i));
    code.get(borrow).i64(limbBits).do("i64ShrS").set(borrow);
  }
  for (const i of limbs) {
    code
      .get(difference(i))
      .i64(primeLimbs[i] ?? 0n)
      .get(borrow)
      .do("i64And")
      .do("i64Add");
    if (i > 0) code.get(carry).do("i64Add");
    code.set(carry);
    code.store(dst, 8 * i, () => code.get(carry).i64(mask).do("i64And"));
    code.get(carry).i64(limbBits).do("i64ShrU").set(carry);
  }
  return { name: "subtract", parameters: 3, locals: limbCount + 2, hasResult: false, code };
}

/** An operand: a number in scratch memory, or a coordinate of the point in a parameter. */
type Operand = (code: CodeWriter) => void;
const temporary =
  (index: number): Operand =>
  (code) =>
    void code.i32(scratch(index));
const coordinate =
  (parameter: number, index: number): Operand =>
  (code) =>
    void code
      .get(parameter)
      .i32(index * numberBytes)
      .do("i32Add");

function calculator(code: CodeWriter) {
  const apply =
    (name: "multiply" | "add" | "subtract") =>
    (to: Operand, a: Operand, b: Operand): void => {
      for (const operand of [to, a, b]) operand(code);
      code.call(functionIndex[name]);
    };
  return { mul: apply("multiply"), plus: apply("add"), minus: apply("subtract") };
}

/** point = 2 · point, for a = −3. Infinity (Z = 0) stays infinity. Spec: Explicit-Formulas Database, dbl-2001-b. */
function double(): WasmFunction {
  const code = new CodeWriter();
  const { mul, plus, minus } = calculator(code);
  const [x, y, z] = [coordinate(0, 0), coordinate(0, 1), coordinate(0, 2)];
  const [delta, gamma, beta, alpha] = [temporary(0), temporary(1), temporary(2), temporary(3)];
  const [t, u] = [temporary(4), temporary(5)];
  mul(delta, z, z);
  mul(gamma, y, y);
  mul(beta, x, gamma);
  minus(t, x, delta);
  plus(u, x, delta);
  mul(t, t, u);
  plus(alpha, t, t);
  plus(alpha, alpha, t);
  plus(t, y, z);
  mul(t, t, t);
  minus(t, t, gamma);
  minus(z, t, delta);
  plus(beta, beta, beta);
  plus(beta, beta, beta);
  mul(x, alpha, alpha);
  minus(x, x, beta);
  minus(x, x, beta);
  minus(t, beta, x);
  mul(t, alpha, t);
  plus(gamma, gamma, gamma);
  mul(gamma, gamma, gamma);
  plus(gamma, gamma, gamma);
  minus(y, t, gamma);
  return { name: "double", parameters: 1, locals: 0, hasResult: false, code };
}

/**
 * point = point + other, where `other` is affine and the point is not infinity. Answers 1 and changes nothing when both have the same
 * x: they are equal or opposite. Spec: Explicit-Formulas Database, madd-2007-bl.
 */
function addAffine(): WasmFunction {
  const code = new CodeWriter();
  const { mul, plus, minus } = calculator(code);
  const [x1, y1, z1] = [coordinate(0, 0), coordinate(0, 1), coordinate(0, 2)];
  const [x2, y2] = [coordinate(1, 0), coordinate(1, 1)];
  const [zz, h, hh, i] = [temporary(0), temporary(differencePlace), temporary(2), temporary(3)];
  const [j, r, v, t] = [temporary(4), temporary(5), temporary(6), temporary(7)];
  mul(zz, z1, z1);
  mul(h, x2, zz);
  minus(h, h, x1);
  limbs.forEach((limb) => {
    code.loadAt(scratch(differencePlace) + 8 * limb);
    if (limb > 0) code.do("i64Or");
  });
  code.returnIfZero(1);
  mul(r, y2, z1);
  mul(r, r, zz);
  minus(r, r, y1);
  plus(r, r, r);
  mul(hh, h, h);
  plus(i, hh, hh);
  plus(i, i, i);
  mul(j, h, i);
  mul(v, x1, i);
  plus(t, z1, h);
  mul(t, t, t);
  minus(t, t, zz);
  minus(z1, t, hh);
  mul(x1, r, r);
  minus(x1, x1, j);
  minus(x1, x1, v);
  minus(x1, x1, v);
  minus(t, v, x1);
  mul(t, r, t);
  mul(j, y1, j);
  plus(j, j, j);
  minus(y1, t, j);
  code.i32(0);
  return { name: "addAffine", parameters: 2, locals: 0, hasResult: true, code };
}

/** The scratch number that holds the difference of two points' x. */
const differencePlace = 1;
