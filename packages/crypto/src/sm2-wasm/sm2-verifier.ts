import { sm2Parameters } from "../keys/sm2-curve.ts";
import { sm2TablesMax, sm2UsesBeforeTable } from "../limits.ts";
import { affineBytes } from "./curve-module.ts";
import { CurveMemory, pointsMax } from "./curve-memory.ts";

/** Multiples of a point: 1 to 2^(bits − 1) times it and, with more windows, times its doublings `bits` apart. */
interface Table {
  readonly bits: number;
  readonly windows: number;
  readonly points: Uint8Array;
}

/** 33 windows of 128 points, 600 kB, made once; 52 windows of 16 points, 120 kB, for a key that is used often. */
const baseBits = 8;
const keyBits = 5;
const scalarBits = 257;

/** A public key; what it keeps belongs to the verifier. */
export interface Sm2Key {
  readonly x: bigint;
  readonly y: bigint;
  /** 1 to 16 times the key, once it was used. */
  multiples: Table | undefined;
  uses: number;
}

/** A key from its coordinates, which must be those of a point of the curve. */
export function createSm2Key({ x, y }: { readonly x: bigint; readonly y: bigint }): Sm2Key {
  return { x, y, multiples: undefined, uses: 0 };
}

/**
 * Sums of multiples on the SM2 curve, by which signatures are verified. Everything in it is public, nothing is constant in time.
 * A verification takes 255 doublings and 85 additions; with the table of a key that is used often, the additions alone.
 */
export class Sm2Verifier {
  readonly #curve = new CurveMemory();
  /** The least recently used goes first. */
  readonly #tables = new Map<Sm2Key, Table>();
  #baseTable: Table | undefined;

  /** Whether s·G + t·key is a point whose x is one of the numbers. `s` and `t` are below the group's order. */
  sumHasX(s: bigint, t: bigint, key: Sm2Key, candidates: readonly bigint[]): boolean {
    this.#baseTable ??= this.#createTable(sm2Parameters.Gx, sm2Parameters.Gy, baseBits, windowsOf(baseBits));
    const curve = this.#curve;
    const table = this.#tableOf(key);
    curve.clear();
    if (table.windows === 1) this.#multiplyByDoubling(t, table);
    else this.#addWindows(t, table);
    this.#addWindows(s, this.#baseTable);
    return candidates.some((x) => curve.hasX(x));
  }

  #multiplyByDoubling(scalar: bigint, { bits, points }: Table): void {
    const digits = signedDigits(scalar, bits);
    for (let window = digits.length - 1; window >= 0; window--) {
      for (let bit = 0; bit < bits; bit++) this.#curve.double();
      const digit = digits[window] ?? 0;
      if (digit !== 0) this.#curve.add(points, Math.abs(digit) - 1, digit < 0);
    }
  }

  #addWindows(scalar: bigint, { bits, points }: Table): void {
    const perWindow = 2 ** (bits - 1);
    for (const [window, digit] of signedDigits(scalar, bits).entries())
      if (digit !== 0) this.#curve.add(points, window * perWindow + Math.abs(digit) - 1, digit < 0);
  }

  /** The key's full table when it is used often, else its few multiples. */
  #tableOf(key: Sm2Key): Table {
    const known = this.#tables.get(key);
    if (known === undefined && ++key.uses < sm2UsesBeforeTable) {
      key.multiples ??= this.#createTable(key.x, key.y, keyBits, 1);
      return key.multiples;
    }
    const table = known ?? this.#createTable(key.x, key.y, keyBits, windowsOf(keyBits));
    key.uses = 0;
    this.#tables.delete(key);
    const [oldest] = this.#tables.keys();
    if (this.#tables.size >= sm2TablesMax && oldest !== undefined) this.#tables.delete(oldest);
    this.#tables.set(key, table);
    return table;
  }

  #createTable(x: bigint, y: bigint, bits: number, windows: number): Table {
    const perWindow = 2 ** (bits - 1);
    const powers = this.#curve.powers(x, y, bits, windows);
    const points = new Uint8Array(windows * perWindow * affineBytes);
    const windowsAtATime = Math.floor(pointsMax / perWindow);
    for (let window = 0; window < windows; window += windowsAtATime) {
      const some = powers.subarray(window * affineBytes, (window + windowsAtATime) * affineBytes);
      points.set(this.#curve.multiples(some, perWindow), window * perWindow * affineBytes);
    }
    return { bits, windows, points };
  }
}

const windowsOf = (bits: number): number => Math.ceil(scalarBits / bits);

/** Digits of a scalar, least significant first, each from 1 − 2^(bits − 1) to 2^(bits − 1). */
function signedDigits(scalar: bigint, bits: number): number[] {
  const size = 2 ** bits;
  const digits: number[] = [];
  let carry = 0;
  for (let window = 0; window < windowsOf(bits); window++) {
    const digit = Number(BigInt.asUintN(bits, scalar >> BigInt(bits * window))) + carry;
    carry = digit > size / 2 ? 1 : 0;
    digits.push(digit - carry * size);
  }
  return digits;
}
