import { concatBytes, encodeVarint } from "@yanta/bytes";
import { bytesToBase58 } from "./base58.ts";
import { cryptoErrors } from "./errors.ts";
import { hashBytes } from "./hash.ts";
import type { KeyAlgorithm, PublicKey } from "./interface.ts";

/**
 * The node id of a key: libp2p's peer id, `Qm…`: base58(0x12 0x20 ‖ sha256(protobuf{1: key type, 2: SubjectPublicKeyInfo DER})).
 * In certificate mode the key is that of the node's TLS certificate.
 * Errors: CRYPTO_KEY_ALGORITHM_UNSUPPORTED for keys that make no `Qm…` id (secp256k1, Ed25519).
 * Spec: config.md §6; vectors node_id.json. The number for SM2 is unconfirmed (docs/spec-notes.md).
 */
export function nodeIdFromPublicKey(publicKey: Pick<PublicKey, "algorithm" | "spkiDer">): string {
  const { algorithm, spkiDer } = publicKey;
  const keyType = keyTypes[algorithm];
  if (keyType === undefined) throw cryptoErrors.create("CRYPTO_KEY_ALGORITHM_UNSUPPORTED", { algorithm });
  const marshalled = concatBytes(Uint8Array.of(0x08, keyType, 0x12), encodeVarint(spkiDer.length), spkiDer);
  return bytesToBase58(concatBytes(Uint8Array.of(0x12, 0x20), hashBytes("SHA256", marshalled)));
}

/** libp2p's key type numbers. */
const keyTypes: Readonly<Record<KeyAlgorithm, number | undefined>> = {
  RSA: 0,
  ECDSA_P256: 3,
  ECDSA_P384: 3,
  SM2: 4,
  ECDSA_SECP256K1: undefined,
  ED25519: undefined,
};
