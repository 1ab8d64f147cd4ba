import { Sm2Point, sm2Parameters } from "../keys/sm2-curve.ts";
import {
  affineBytes,
  jacobianBytes,
  limbsToNumber,
  montgomeryFactor,
  numberBytes,
  numberToLimbs,
  scratchEnd,
  writeCurveModule,
} from "./curve-module.ts";

const { p } = sm2Parameters;

/** What the module exports; pointers into its memory. */
interface CurveExports {
  readonly memory: WebAssembly.Memory;
  multiply(dst: number, left: number, right: number): void;
  subtract(dst: number, left: number, right: number): void;
  double(point: number): void;
  addAffine(point: number, other: number): number;
}

/** Points that are worked on at a time: those of one key's table. */
export const pointsMax = 832;

const zero = scratchEnd;
const helper = zero + numberBytes;
const secondHelper = helper + numberBytes;
const operand = secondHelper + numberBytes;
const accumulator = operand + affineBytes;
const pointsAt = accumulator + jacobianBytes;
const productsAt = pointsAt + pointsMax * jacobianBytes;
const pages = Math.ceil((productsAt + pointsMax * numberBytes) / 65_536);

/** R squared: what turns the inverse of a number in Montgomery form into one in Montgomery form. */
const inverseFactor = (montgomeryFactor * montgomeryFactor) % p;

/** The module of the SM2 curve with its memory: one running sum, and a list of points. Not for secrets: nothing is constant in time. */
export class CurveMemory {
  readonly #curve: CurveExports;
  readonly #bytes: Uint8Array;
  readonly #numbers: BigUint64Array;
  #isInfinity = true;

  constructor() {
    const module = new WebAssembly.Module(writeCurveModule(pages));
    this.#curve = new WebAssembly.Instance(module).exports as unknown as CurveExports;
    this.#bytes = new Uint8Array(this.#curve.memory.buffer);
    this.#numbers = new BigUint64Array(this.#curve.memory.buffer);
  }

  /** Begins a sum at infinity. */
  clear(): void {
    this.#isInfinity = true;
  }

  /** Doubles the sum. */
  double(): void {
    if (!this.#isInfinity) this.#curve.double(accumulator);
  }

  /** Adds the point at `index` of a list of affine points to the sum, or its opposite. */
  add(points: Uint8Array, index: number, isNegative: boolean): void {
    const at = index * affineBytes;
    this.#bytes.set(points.subarray(at, at + affineBytes), operand);
    if (isNegative) this.#curve.subtract(operand + numberBytes, zero, operand + numberBytes);
    if (this.#isInfinity) this.#loadSum();
    else if (this.#curve.addAffine(accumulator, operand) !== 0) this.#addSameX();
  }

  /** Whether the sum is a point whose affine x is the number. */
  hasX(x: bigint): boolean {
    if (this.#isInfinity) return false;
    const z = accumulator + 2 * numberBytes;
    this.#curve.multiply(helper, z, z);
    this.#put(secondHelper, (x * montgomeryFactor) % p);
    this.#curve.multiply(helper, helper, secondHelper);
    return this.#isEqual(helper, accumulator);
  }

  /** Affine points in Montgomery form: the point and its doubles, `bits` doublings apart. */
  powers(x: bigint, y: bigint, bits: number, count: number): Uint8Array {
    const at = (index: number): number => pointsAt + index * jacobianBytes;
    this.#put(at(0), (x * montgomeryFactor) % p);
    this.#put(at(0) + numberBytes, (y * montgomeryFactor) % p);
    this.#put(at(0) + 2 * numberBytes, montgomeryFactor);
    for (let index = 1; index < count; index++) {
      this.#bytes.copyWithin(at(index), at(index - 1), at(index));
      for (let bit = 0; bit < bits; bit++) this.#curve.double(at(index));
    }
    return this.#normalized(count);
  }

  /** 1 to `count` times each of some affine points, of one after those of the other. */
  multiples(points: Uint8Array, count: number): Uint8Array {
    const total = (points.length / affineBytes) * count;
    for (let index = 0; index < total; index++) {
      const at = pointsAt + index * jacobianBytes;
      const base = Math.floor(index / count) * affineBytes;
      if (index % count === 0) {
        this.#bytes.set(points.subarray(base, base + affineBytes), at);
        this.#bytes.set(points.subarray(base, base + affineBytes), operand);
        this.#put(at + 2 * numberBytes, montgomeryFactor);
      } else {
        this.#bytes.copyWithin(at, at - jacobianBytes, at);
        // Twice the point is the only sum of equal ones: the group's order is a prime.
        if (this.#curve.addAffine(at, operand) !== 0) this.#curve.double(at);
      }
    }
    return this.#normalized(total);
  }

  #loadSum(): void {
    this.#bytes.copyWithin(accumulator, operand, operand + affineBytes);
    this.#put(accumulator + 2 * numberBytes, montgomeryFactor);
    this.#isInfinity = false;
  }

  /** The operand has the sum's x: twice the sum, or infinity. */
  #addSameX(): void {
    const z = accumulator + 2 * numberBytes;
    this.#curve.multiply(helper, z, z);
    this.#curve.multiply(helper, helper, z);
    this.#curve.multiply(helper, helper, operand + numberBytes);
    if (this.#isEqual(helper, accumulator + numberBytes)) this.#curve.double(accumulator);
    else this.#isInfinity = true;
  }

  /** The affine coordinates of the first points of the list, with one inversion for all. None is infinity. */
  #normalized(count: number): Uint8Array {
    const { multiply } = this.#curve;
    const zOf = (index: number): number => pointsAt + index * jacobianBytes + 2 * numberBytes;
    const productTo = (index: number): number => productsAt + index * numberBytes;
    this.#bytes.copyWithin(productTo(0), zOf(0), zOf(0) + numberBytes);
    for (let index = 1; index < count; index++) multiply(productTo(index), productTo(index - 1), zOf(index));
    const inverse = Sm2Point.Fp.inv(this.#take(productTo(count - 1)));
    this.#put(helper, (inverse * inverseFactor) % p);
    const points = new Uint8Array(count * affineBytes);
    for (let index = count - 1; index >= 0; index--) {
      const [x, y, z] = [zOf(index) - 2 * numberBytes, zOf(index) - numberBytes, zOf(index)];
      // The inverse of this point's z, from that of the product up to it.
      if (index > 0) multiply(secondHelper, helper, productTo(index - 1));
      else this.#bytes.copyWithin(secondHelper, helper, helper + numberBytes);
      multiply(helper, helper, z);
      multiply(y, y, secondHelper);
      multiply(secondHelper, secondHelper, secondHelper);
      multiply(x, x, secondHelper);
      multiply(y, y, secondHelper);
      points.set(this.#bytes.subarray(x, x + affineBytes), index * affineBytes);
    }
    return points;
  }

  #isEqual(left: number, right: number): boolean {
    for (let at = 0; at < numberBytes; at += 8)
      if (this.#numbers[(left + at) / 8] !== this.#numbers[(right + at) / 8]) return false;
    return true;
  }

  #put(at: number, value: bigint): void {
    for (const [index, limb] of numberToLimbs(value).entries()) this.#numbers[at / 8 + index] = limb;
  }

  #take(at: number): bigint {
    return limbsToNumber(this.#numbers.subarray(at / 8, (at + numberBytes) / 8));
  }
}
