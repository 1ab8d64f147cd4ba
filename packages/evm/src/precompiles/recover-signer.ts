import { secp256k1 } from "@noble/curves/secp256k1.js";
import { concatBytes, emptyBytes } from "@yanta/bytes";
import { keccak256 } from "@yanta/crypto";
import { bytesToBigInt, paddedSlice, type Precompile } from "./precompile.ts";

/** 1: address of the secp256k1 key that signed. Input: hash, v (27 or 28), r, s. Bad signatures give nothing, not a failure. */
export const recoverSigner: Precompile = {
  gas: () => 3000,
  run: (input) => {
    const hash = paddedSlice(input, 0, 32);
    const v = bytesToBigInt(paddedSlice(input, 32, 32));
    if (v !== 27n && v !== 28n) return emptyBytes;
    const recovered = concatBytes(Uint8Array.of(Number(v) - 27), paddedSlice(input, 64, 64));
    try {
      const signature = secp256k1.Signature.fromBytes(recovered, "recovered");
      const key = signature.recoverPublicKey(hash).toBytes(false);
      return concatBytes(new Uint8Array(12), keccak256(key.subarray(1)).subarray(12));
    } catch {
      return emptyBytes;
    }
  },
};
