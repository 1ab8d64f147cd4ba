import { secp256k1 } from "@noble/curves/secp256k1.js";
import { bytesToHex } from "@yanta/bytes";
import { keccak256 } from "@yanta/crypto";

export interface RecoverableSignature {
  readonly r: bigint;
  readonly s: bigint;
  readonly yParity: 0 | 1;
}

/** Address (40 hex digits) of the secp256k1 key that signed a hash; undefined when there is none, or s is in the upper half (EIP-2). */
export function recoverAddress(hash: Uint8Array, { r, s, yParity }: RecoverableSignature): string | undefined {
  try {
    const signature = new secp256k1.Signature(r, s, yParity);
    if (signature.hasHighS()) return undefined;
    return addressOfPublicKey(signature.recoverPublicKey(hash).toBytes(false));
  } catch {
    return undefined;
  }
}

/** Address of an uncompressed public key (65 bytes). Spec: yellow paper, appendix F. */
function addressOfPublicKey(publicKey: Uint8Array): string {
  return bytesToHex(keccak256(publicKey.subarray(1)).subarray(12));
}
