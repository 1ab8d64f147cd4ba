import { base64ToBytes } from "./encodings";
import { sm3 } from "./sm3";

// Curve of GB/T 32918.5-2017: y² = x³ - 3x + b over the prime p. Numbers are eight limbs of 32 bits, lowest first.
type Limbs = StaticArray<u32>;

// @ts-ignore: decorator
@lazy
const prime: Limbs = [0xffffffff, 0xffffffff, 0x00000000, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xfffffffe];
// @ts-ignore: decorator
@lazy
const order: Limbs = [0x39d54123, 0x53bbf409, 0x21c6052b, 0x7203df6b, 0xffffffff, 0xffffffff, 0xffffffff, 0xfffffffe];
// @ts-ignore: decorator
@lazy
const curveB: Limbs = [0x4d940e93, 0xddbcbd41, 0x15ab8f92, 0xf39789f5, 0xcf6509a7, 0x4d5a9e4b, 0x9d9f5e34, 0x28e9fa9e];
// @ts-ignore: decorator
@lazy
const baseX: Limbs = [0x334c74c7, 0x715a4589, 0xf2660be1, 0x8fe30bbf, 0x6a39c994, 0x5f990446, 0x1f198119, 0x32c4ae2c];
// @ts-ignore: decorator
@lazy
const baseY: Limbs = [0x2139f0a0, 0x02df32e5, 0xc62a4740, 0xd0a9877c, 0x6b692153, 0x59bdcee3, 0xf4f6779c, 0xbc3736a2];
/** 2^512 modulo p. */
// @ts-ignore: decorator
@lazy
const toFieldFactor: Limbs = [0x00000003, 0x00000002, 0xffffffff, 0x00000002, 0x00000001, 0x00000001, 0x00000002, 0x00000004];
const spkiHeadLength = 27;
/** SubjectPublicKeyInfo of a key on this curve up to its two coordinates, as hex. */
// @ts-ignore: decorator
@lazy
const spkiHead = "3059301306072a8648ce3d020106082a811ccf5501822d03420004";
// @ts-ignore: decorator
@lazy
const userId = "1234567812345678";

/** A key of SM2 by its two coordinates, 32 bytes each. */
export class Sm2PublicKey {
  constructor(
    public spki: Uint8Array,
    private x: Limbs,
    private y: Limbs,
  ) {}

  /** Reads a PEM of a SubjectPublicKeyInfo; null when it is none of a point on SM2's curve. */
  static fromPem(pem: string): Sm2PublicKey | null {
    const begin = "-----BEGIN PUBLIC KEY-----";
    const end = "-----END PUBLIC KEY-----";
    const text = pem.trim();
    if (!text.startsWith(begin) || !text.endsWith(end)) return null;
    const body = text.substring(begin.length, text.length - end.length);
    const der = base64ToBytes(body.replaceAll("\n", "").replaceAll("\r", "").trim(), "the public key");
    if (der.length != spkiHeadLength + 64) return null;
    for (let i = 0; i < spkiHeadLength; i++)
      if (<i32>der[i] != <i32>U32.parseInt(spkiHead.substr(2 * i, 2), 16)) return null;
    const x = fromBigEndian(der.dataStart + spkiHeadLength);
    const y = fromBigEndian(der.dataStart + spkiHeadLength + 32);
    return isOnCurve(x, y) ? new Sm2PublicKey(der, x, y) : null;
  }

  /** Whether a DER signature over a message is good, with the user id that ChainMaker uses. Spec: GB/T 32918.2-2016 §7. */
  verify(message: Uint8Array, signature: Uint8Array): bool {
    const r = new StaticArray<u32>(8);
    const s = new StaticArray<u32>(8);
    if (!readSignature(signature, r, s)) return false;
    if (isZero(r) || isZero(s) || compare(r, order) >= 0 || compare(s, order) >= 0) return false;
    const t = addModulo(r, s, order);
    if (isZero(t)) return false;
    const x = multiply(s, t, this.x, this.y);
    if (x == null) return false;
    const digest = fromBigEndian(this.digest(message).dataStart);
    return compare(addModulo(reduce(digest, order), reduce(x, order), order), r) == 0;
  }

  /** SM3 over who signs (id, curve, key) and the message. */
  private digest(message: Uint8Array): Uint8Array {
    const head = new Uint8Array(18 + 6 * 32);
    store<u16>(head.dataStart, bswap(<u16>(userId.length * 8)));
    String.UTF8.encodeUnsafe(changetype<usize>(userId), userId.length, head.dataStart + 2);
    const a = subtract(prime, small(3));
    const parts: Limbs[] = [a, curveB, baseX, baseY, this.x, this.y];
    for (let i = 0; i < 6; i++) toBigEndian(parts[i], head.dataStart + 18 + 32 * i);
    const whole = new Uint8Array(32 + message.length);
    whole.set(sm3(head), 0);
    whole.set(message, 32);
    return sm3(whole);
  }
}

/** SEQUENCE of two positive INTEGERs in their shortest form. */
function readSignature(der: Uint8Array, r: Limbs, s: Limbs): bool {
  if (der.length < 8 || der.length > 72 || der[0] != 0x30 || <i32>der[1] != der.length - 2) return false;
  const middle = readInteger(der, 2, r);
  return middle > 0 && readInteger(der, middle, s) == der.length;
}

/** Returns where the integer ends; 0 when it is malformed. */
function readInteger(der: Uint8Array, at: i32, into: Limbs): i32 {
  if (at + 2 > der.length || der[at] != 0x02) return 0;
  let length = <i32>der[at + 1];
  let start = at + 2;
  const end = start + length;
  if (length == 0 || end > der.length || der[start] >= 0x80) return 0;
  if (der[start] == 0 && length > 1) {
    if (der[start + 1] < 0x80) return 0;
    start++;
    length--;
  }
  if (length > 32) return 0;
  const padded = new Uint8Array(32);
  memory.copy(padded.dataStart + 32 - length, der.dataStart + start, length);
  const value = fromBigEndian(padded.dataStart);
  for (let i = 0; i < 8; i++) into[i] = value[i];
  return end;
}

// ---- numbers

function fromBigEndian(pointer: usize): Limbs {
  const limbs = new StaticArray<u32>(8);
  for (let i = 0; i < 8; i++) limbs[i] = bswap(load<u32>(pointer + (7 - i) * 4));
  return limbs;
}

function toBigEndian(limbs: Limbs, pointer: usize): void {
  for (let i = 0; i < 8; i++) store<u32>(pointer + (7 - i) * 4, bswap(limbs[i]));
}

function small(value: u32): Limbs {
  const limbs = new StaticArray<u32>(8);
  limbs[0] = value;
  return limbs;
}

function isZero(a: Limbs): bool {
  let all: u32 = 0;
  for (let i = 0; i < 8; i++) all |= a[i];
  return all == 0;
}

// These are most of the work: limbs are read and written where they lie, without looking at array bounds.

// @ts-ignore: decorator
@inline
function limb(a: Limbs, index: i32): u64 {
  return load<u32>(changetype<usize>(a) + (<usize>index << 2));
}

// @ts-ignore: decorator
@inline
function setLimb(a: Limbs, index: i32, value: u64): void {
  store<u32>(changetype<usize>(a) + (<usize>index << 2), <u32>value);
}

function compare(a: Limbs, b: Limbs): i32 {
  for (let i = 7; i >= 0; i--) if (limb(a, i) != limb(b, i)) return limb(a, i) < limb(b, i) ? -1 : 1;
  return 0;
}

/** a - b without its borrow. */
function subtract(a: Limbs, b: Limbs): Limbs {
  const difference = new StaticArray<u32>(8);
  let borrow: u64 = 0;
  for (let i = 0; i < 8; i++) {
    const part = limb(a, i) - limb(b, i) - borrow;
    setLimb(difference, i, part);
    borrow = part >> 63;
  }
  return difference;
}

/** a + b modulo m, for a and b below m. */
function addModulo(a: Limbs, b: Limbs, m: Limbs): Limbs {
  const sum = new StaticArray<u32>(8);
  let carry: u64 = 0;
  for (let i = 0; i < 8; i++) {
    carry += limb(a, i) + limb(b, i);
    setLimb(sum, i, carry);
    carry >>= 32;
  }
  return carry != 0 || compare(sum, m) >= 0 ? subtract(sum, m) : sum;
}

function subtractModulo(a: Limbs, b: Limbs, m: Limbs): Limbs {
  return compare(a, b) >= 0 ? subtract(a, b) : subtract(m, subtract(b, a));
}

/** A number below 2^256 modulo m, which is above 2^255. */
function reduce(a: Limbs, m: Limbs): Limbs {
  return compare(a, m) >= 0 ? subtract(a, m) : a;
}

// ---- the field: numbers times 2^256 modulo p (Montgomery's form)

/** a·b / 2^256 modulo p. The lowest limb of p is 2^32-1, so its negative inverse is 1. */
function times(a: Limbs, b: Limbs): Limbs {
  const t = new StaticArray<u32>(8);
  let top: u64 = 0;
  for (let i = 0; i < 8; i++) {
    const factor = limb(a, i);
    let carry = factor * limb(b, 0) + limb(t, 0);
    const m = carry & 0xffffffff;
    carry >>= 32;
    // The sum of both products, whose lowest limb is zero, moves down by one limb.
    let reduction = (m * 0xffffffff + m) >> 32;
    for (let j = 1; j < 8; j++) {
      carry += factor * limb(b, j) + limb(t, j);
      reduction += m * limb(prime, j) + (carry & 0xffffffff);
      carry >>= 32;
      setLimb(t, j - 1, reduction);
      reduction >>= 32;
    }
    const sum = carry + reduction + top;
    setLimb(t, 7, sum);
    top = sum >> 32;
  }
  return top != 0 || compare(t, prime) >= 0 ? subtract(t, prime) : t;
}

function plus(a: Limbs, b: Limbs): Limbs {
  return addModulo(a, b, prime);
}

function minus(a: Limbs, b: Limbs): Limbs {
  return subtractModulo(a, b, prime);
}

/** 2^256 modulo p: one in Montgomery's form. */
function one(): Limbs {
  return subtract(new StaticArray<u32>(8), prime);
}

function toField(a: Limbs): Limbs {
  return times(a, toFieldFactor);
}

function fromField(a: Limbs): Limbs {
  return times(a, small(1));
}

/** 1/a, by a^(p-2). */
function invert(a: Limbs): Limbs {
  const exponent = subtract(prime, small(2));
  let result = one();
  for (let bit = 255; bit >= 0; bit--) {
    result = times(result, result);
    if (bitOf(exponent, bit)) result = times(result, a);
  }
  return result;
}

function bitOf(a: Limbs, bit: i32): bool {
  return ((a[bit >> 5] >> <u32>(bit & 31)) & 1) == 1;
}

function isOnCurve(x: Limbs, y: Limbs): bool {
  if (compare(x, prime) >= 0 || compare(y, prime) >= 0) return false;
  const fx = toField(x);
  const fy = toField(y);
  const cube = times(times(fx, fx), fx);
  const right = plus(minus(cube, plus(plus(fx, fx), fx)), toField(curveB));
  return compare(times(fy, fy), right) == 0;
}

// ---- points as (X/Z², Y/Z³); Z = 0 is the point at infinity

class Point {
  constructor(
    public x: Limbs,
    public y: Limbs,
    public z: Limbs,
  ) {}
}

function double(p: Point): Point {
  const zz = times(p.z, p.z);
  const slopePart = times(minus(p.x, zz), plus(p.x, zz));
  const slope = plus(plus(slopePart, slopePart), slopePart);
  const yy = times(p.y, p.y);
  const product = times(p.x, yy);
  const twice = plus(product, product);
  const four = plus(twice, twice);
  const x = minus(times(slope, slope), plus(four, four));
  const y2 = plus(yy, yy);
  const y4 = times(y2, y2);
  const y = minus(times(slope, minus(four, x)), plus(y4, y4));
  const z = times(plus(p.y, p.y), p.z);
  return new Point(x, y, z);
}

function add(p: Point, q: Point): Point {
  if (isZero(p.z)) return q;
  if (isZero(q.z)) return p;
  const pz = times(p.z, p.z);
  const qz = times(q.z, q.z);
  const px = times(p.x, qz);
  const qx = times(q.x, pz);
  const py = times(p.y, times(qz, q.z));
  const qy = times(q.y, times(pz, p.z));
  const h = minus(qx, px);
  const r = minus(qy, py);
  if (isZero(h)) return isZero(r) ? double(p) : new Point(one(), one(), new StaticArray<u32>(8));
  const hh = times(h, h);
  const hhh = times(hh, h);
  const v = times(px, hh);
  const x = minus(minus(times(r, r), hhh), plus(v, v));
  const y = minus(times(r, minus(v, x)), times(py, hhh));
  return new Point(x, y, times(times(p.z, q.z), h));
}

/** The x of s·G + t·(x, y); null at infinity. */
function multiply(s: Limbs, t: Limbs, x: Limbs, y: Limbs): Limbs | null {
  const base = new Point(toField(baseX), toField(baseY), one());
  const key = new Point(toField(x), toField(y), one());
  const both = add(base, key);
  let sum = new Point(one(), one(), new StaticArray<u32>(8));
  for (let bit = 255; bit >= 0; bit--) {
    sum = double(sum);
    const takesBase = bitOf(s, bit);
    const takesKey = bitOf(t, bit);
    if (takesBase && takesKey) sum = add(sum, both);
    else if (takesBase) sum = add(sum, base);
    else if (takesKey) sum = add(sum, key);
  }
  if (isZero(sum.z)) return null;
  const inverse = invert(sum.z);
  return fromField(times(sum.x, times(inverse, inverse)));
}
