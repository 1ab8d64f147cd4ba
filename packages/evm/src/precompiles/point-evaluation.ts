import { bls12_381 } from "@noble/curves/bls12-381.js";
import { bytesToHex, concatBytes, hexToBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import { bigIntToBytes, bytesToBigInt, type Precompile } from "./precompile.ts";

const { Fr, Fp12 } = bls12_381.fields;
const G1 = bls12_381.G1.Point;
const G2 = bls12_381.G2.Point;

/** The secret of the KZG ceremony times the generator of G2. Spec: EIP-4844's trusted setup, second point of G2. */
const setupPoint =
  "b5bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d2914e5870cb452d2afaaab24f3499f72185cbfee53492714734429b7b38608e23926c911cceceac9a36851477ba4c60b087041de621000edc98edada20c1def2";

const fieldElementsPerBlob = 4096n;
const inputBytes = 192;

/**
 * 10 on Ethereum: proof that a blob's polynomial has the value y at z. Input: versioned hash, z, y, commitment, proof.
 * Spec: EIP-4844.
 */
export const pointEvaluation: Precompile = {
  gas: () => 50_000,
  run: (input) => {
    if (input.length !== inputBytes) return undefined;
    const commitment = input.subarray(96, 144);
    const versionedHash = hashBytes("SHA256", commitment).slice();
    versionedHash[0] = 1;
    if (bytesToHex(versionedHash) !== bytesToHex(input.subarray(0, 32))) return undefined;
    const z = bytesToBigInt(input.subarray(32, 64));
    const y = bytesToBigInt(input.subarray(64, 96));
    if (z >= Fr.ORDER || y >= Fr.ORDER) return undefined;
    try {
      if (!isProven(commitment, input.subarray(144), z, y)) return undefined;
    } catch {
      // The library throws for points that are none.
      return undefined;
    }
    return concatBytes(bigIntToBytes(fieldElementsPerBlob, 32), bigIntToBytes(Fr.ORDER, 32));
  },
};

/** e(commitment - y G1, -G2) e(proof, secret G2 - z G2) = 1; pairs with a point at infinity count as one. */
function isProven(commitmentBytes: Uint8Array, proofBytes: Uint8Array, z: bigint, y: bigint): boolean {
  const commitment = decodePoint(commitmentBytes);
  const proof = decodePoint(proofBytes);
  const secret = G2.fromBytes(hexToBytes(setupPoint) ?? new Uint8Array(0));
  const left = { g1: commitment.subtract(G1.BASE.multiplyUnsafe(y)), g2: G2.BASE.negate() };
  const right = { g1: proof, g2: secret.subtract(G2.BASE.multiplyUnsafe(z)) };
  const pairs = [left, right].filter(({ g1, g2 }) => !g1.is0() && !g2.is0());
  return pairs.length === 0 || Fp12.eql(bls12_381.pairingBatch(pairs), Fp12.ONE);
}

function decodePoint(bytes: Uint8Array): ReturnType<typeof G1.fromBytes> {
  const point = G1.fromBytes(bytes);
  if (!point.is0()) point.assertValidity();
  return point;
}
