import { bytesToHex } from "@yanta/bytes";
import { hashBytes, keccak256 } from "./hash.ts";
import type { HashAlgorithm, PublicKey } from "./interface.ts";

/** How a chain derives addresses: `vm.addr_type`. */
export type AddressType = "CHAINMAKER" | "ZXL" | "ETHEREUM";

/** Address types by their number in the chain configuration. */
export const addressTypes: Readonly<Record<number, AddressType>> = { 0: "CHAINMAKER", 1: "ZXL", 2: "ETHEREUM" };

/** Whose address: a key with its certificate's subject key id, or a bare key with the chain's hash to compute one. */
export interface AddressOwner {
  readonly publicKey: Pick<PublicKey, "keyBits">;
  /** Subject key id of the certificate; undefined for a bare key. */
  readonly subjectKeyId?: Uint8Array | undefined;
  /** Hash that makes the key id of a bare key: the chain's `crypto.hash`. Default SHA256. */
  readonly hash?: HashAlgorithm;
}

/**
 * The 20-byte address of an identity as 40 lower-case hex digits, without prefix.
 *
 * CHAINMAKER: end of keccak256(subject key id). ETHEREUM: end of keccak256(key bits without their first byte).
 * ZXL: start of SM3(key bits); the `ZX` before it is written by tools, not here.
 * Spec: access.md §11; vectors certificate.json `address_from_cert`, `address_from_public_key`.
 */
export function addressFromPublicKey(owner: AddressOwner, addressType: AddressType): string {
  const { keyBits } = owner.publicKey;
  switch (addressType) {
    case "CHAINMAKER":
      return bytesToHex(keccak256(owner.subjectKeyId ?? hashBytes(owner.hash ?? "SHA256", keyBits)).subarray(12));
    case "ZXL":
      return bytesToHex(hashBytes("SM3", keyBits).subarray(0, 20));
    case "ETHEREUM":
      return bytesToHex(keccak256(keyBits.subarray(1)).subarray(12));
  }
}
