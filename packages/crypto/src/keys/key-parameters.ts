import { bytesToHex } from "@yanta/bytes";
import type { KeyAlgorithm } from "../interface.ts";

/** Key algorithms on a short Weierstrass curve. */
export type CurveAlgorithm = Extract<KeyAlgorithm, "ECDSA_P256" | "ECDSA_P384" | "ECDSA_SECP256K1" | "SM2">;

/** Object identifiers of key types. Spec: RFC 5480, RFC 8017, RFC 8410, GB/T 33560. */
export const keyOids = {
  ec: "1.2.840.10045.2.1",
  rsa: "1.2.840.113549.1.1.1",
  ed25519: "1.3.101.112",
} as const;

/** Curves by algorithm: object identifier, bytes of a coordinate, order (big endian hex). */
export const curveParameters: Readonly<
  Record<CurveAlgorithm, { readonly oid: string; readonly sizeBytes: number; readonly orderHex: string }>
> = {
  ECDSA_P256: {
    oid: "1.2.840.10045.3.1.7",
    sizeBytes: 32,
    orderHex: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
  },
  ECDSA_P384: {
    oid: "1.3.132.0.34",
    sizeBytes: 48,
    orderHex: "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
  },
  ECDSA_SECP256K1: {
    oid: "1.3.132.0.10",
    sizeBytes: 32,
    orderHex: "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
  },
  SM2: {
    oid: "1.2.156.10197.1.301",
    sizeBytes: 32,
    orderHex: "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123",
  },
};

/** The algorithm of a curve's object identifier. */
export function curveOidToAlgorithm(oid: string): CurveAlgorithm | undefined {
  for (const algorithm of ["ECDSA_P256", "SM2", "ECDSA_P384", "ECDSA_SECP256K1"] as const) {
    if (curveParameters[algorithm].oid === oid) return algorithm;
  }
  return undefined;
}

export function isCurveAlgorithm(algorithm: KeyAlgorithm): algorithm is CurveAlgorithm {
  return algorithm !== "RSA" && algorithm !== "ED25519";
}

/** Whether a big-endian private number is in 1..n−1, for SM2 in 1..n−2. OpenSSL lets zero pass. */
export function isPrivateScalar(algorithm: CurveAlgorithm, scalar: Uint8Array): boolean {
  const order = BigInt(`0x${curveParameters[algorithm].orderHex}`);
  const value = scalar.length === 0 ? 0n : BigInt(`0x${bytesToHex(scalar)}`);
  return value >= 1n && value < (algorithm === "SM2" ? order - 1n : order);
}
