import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@yanta/bytes";
import { decodeCurveSignature, encodeCurveSignature } from "./curve-signature.ts";
import { multiplyPublicPoint, Sm2Point, sm2Parameters, type Sm2PublicPoint } from "./sm2-curve.ts";

/** The user id that ChainMaker puts into every SM2 signature. */
const userId = "1234567812345678";

const { a, b, Gx, Gy, n } = sm2Parameters;

/** The point of an uncompressed encoding; undefined when it is not on the curve. */
export function sm2PointFromBytes(keyBits: Uint8Array): Sm2PublicPoint | undefined {
  try {
    const point = Sm2Point.fromBytes(keyBits);
    point.assertValidity();
    return point;
  } catch {
    return undefined;
  }
}

/** Uncompressed public key of a 32-byte scalar; undefined when the scalar is not in 1..n−2. */
export function sm2PublicKeyBits(scalar: Uint8Array): Uint8Array | undefined {
  const d = bytesToNumber(scalar);
  if (d < 1n || d > n - 2n) return undefined;
  return Sm2Point.BASE.multiply(d).toBytes(false);
}

/**
 * What SM3 hashes before the message: ZA over user id, curve and public key, as bytes whose SM3 is ZA.
 * Spec: GB/T 32918.2 5.5.
 */
export function sm2IdentityBytes(keyBits: Uint8Array): Uint8Array {
  const id = utf8ToBytes(userId);
  return concatBytes(
    Uint8Array.of(id.length >> 5, (id.length * 8) & 0xff),
    id,
    ...[a, b, Gx, Gy].map(numberToBytes),
    keyBits.subarray(1),
  );
}

/** Whether a canonical signature is the key's over a digest `e`. Spec: GB/T 32918.2 7.1. */
export function sm2VerifyDigest(point: Sm2PublicPoint, digest: Uint8Array, canonicalSignature: Uint8Array): boolean {
  const decoded = decodeCurveSignature(canonicalSignature);
  if (decoded === undefined) return false;
  const r = bytesToNumber(decoded.r);
  const s = bytesToNumber(decoded.s);
  if (r < 1n || r >= n || s < 1n || s >= n) return false;
  const t = (r + s) % n;
  if (t === 0n) return false;
  const sum = Sm2Point.BASE.multiplyUnsafe(s).add(multiplyPublicPoint(point, t));
  if (sum.is0()) return false;
  return (bytesToNumber(digest) + sum.toAffine().x) % n === r;
}

/** DER signature of a digest `e`. `randomBytes(32)` makes the nonce. Spec: GB/T 32918.2 6.1. */
export function sm2SignDigest(
  scalar: Uint8Array,
  digest: Uint8Array,
  randomBytes: (size: number) => Uint8Array,
): Uint8Array {
  const d = bytesToNumber(scalar);
  const e = bytesToNumber(digest);
  const inverse = Sm2Point.Fn.inv((1n + d) % n);
  for (;;) {
    const k = bytesToNumber(randomBytes(32));
    if (k < 1n || k >= n) continue;
    const r = (e + Sm2Point.BASE.multiply(k).toAffine().x) % n;
    if (r === 0n || r + k === n) continue;
    const s = Sm2Point.Fn.mul(inverse, Sm2Point.Fn.create(k - r * d));
    if (s !== 0n) return encodeCurveSignature(numberToBytes(r), numberToBytes(s));
  }
}

function bytesToNumber(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytesToHex(bytes)}`);
}

function numberToBytes(value: bigint): Uint8Array {
  return hexToBytes(value.toString(16).padStart(64, "0")) ?? new Uint8Array(32);
}
