import { bn254 } from "@noble/curves/bn254.js";
import { concatBytes } from "@yanta/bytes";
import { bigIntToBytes, bytesToBigInt, paddedSlice, type Precompile } from "./precompile.ts";

const { Fp, Fp2, Fp12, Fr } = bn254.fields;
const G1 = bn254.G1.Point;
const G2 = bn254.G2.Point;
const pairBytes = 192;

/** 6: sum of two points of G1. Spec: EIP-196, EIP-1108 (price). */
export const bn254Add: Precompile = {
  gas: () => 150,
  run: (input) =>
    attempt(() => encodePoint(decodePoint(paddedSlice(input, 0, 64)).add(decodePoint(paddedSlice(input, 64, 64))))),
};

/** 7: product of a point of G1 with a number. Spec: EIP-196, EIP-1108. */
export const bn254Multiply: Precompile = {
  gas: () => 6000,
  run: (input) =>
    attempt(() => {
      const point = decodePoint(paddedSlice(input, 0, 64));
      const factor = bytesToBigInt(paddedSlice(input, 64, 32)) % Fr.ORDER;
      return encodePoint(point.multiplyUnsafe(factor));
    }),
};

/** 8: whether the product of the pairings of some pairs is one. Spec: EIP-197, EIP-1108. */
export const bn254Pairing: Precompile = {
  gas: (input) => 45_000 + 34_000 * Math.floor(input.length / pairBytes),
  run: (input) => {
    if (input.length % pairBytes !== 0) return undefined;
    return attempt(() => {
      const pairs: { g1: G1Point; g2: G2Point }[] = [];
      for (let at = 0; at < input.length; at += pairBytes) {
        const g1 = decodePoint(input.subarray(at, at + 64));
        const g2 = decodeTwistPoint(input.subarray(at + 64, at + pairBytes));
        if (!g1.is0() && !g2.is0()) pairs.push({ g1, g2 });
      }
      const isOne = pairs.length === 0 || Fp12.eql(bn254.pairingBatch(pairs), Fp12.ONE);
      return bigIntToBytes(isOne ? 1n : 0n, 32);
    });
  },
};

type G1Point = ReturnType<typeof G1.fromAffine>;
type G2Point = ReturnType<typeof G2.fromAffine>;

/** x, y; both zero for the point at infinity. Throws for what is no point. */
function decodePoint(bytes: Uint8Array): G1Point {
  const x = decodeCoordinate(bytes, 0);
  const y = decodeCoordinate(bytes, 32);
  if (x === 0n && y === 0n) return G1.ZERO;
  const point = G1.fromAffine({ x, y });
  point.assertValidity();
  return point;
}

/** Imaginary and real part of x, then of y. */
function decodeTwistPoint(bytes: Uint8Array): G2Point {
  const x = Fp2.fromBigTuple([decodeCoordinate(bytes, 32), decodeCoordinate(bytes, 0)]);
  const y = Fp2.fromBigTuple([decodeCoordinate(bytes, 96), decodeCoordinate(bytes, 64)]);
  if (Fp2.is0(x) && Fp2.is0(y)) return G2.ZERO;
  const point = G2.fromAffine({ x, y });
  point.assertValidity();
  return point;
}

function decodeCoordinate(bytes: Uint8Array, start: number): bigint {
  const value = bytesToBigInt(bytes.subarray(start, start + 32));
  if (value >= Fp.ORDER) throw new RangeError("coordinate is not in the field");
  return value;
}

function encodePoint(point: G1Point): Uint8Array {
  if (point.is0()) return new Uint8Array(64);
  const { x, y } = point.toAffine();
  return concatBytes(bigIntToBytes(x, 32), bigIntToBytes(y, 32));
}

/** The library throws for points that are none. */
function attempt(run: () => Uint8Array): Uint8Array | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
