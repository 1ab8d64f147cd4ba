import { hashBytes } from "../hash.ts";
import type { HashAlgorithm, PublicKey } from "../interface.ts";

/** The subject key id of a key, 32 bytes: hash of its key bits. Spec: access.md §11; certificate.json `computed_ski_*`. */
export function computeSubjectKeyId(publicKey: Pick<PublicKey, "keyBits">, hash: HashAlgorithm): Uint8Array {
  return hashBytes(hash, publicKey.keyBits);
}
