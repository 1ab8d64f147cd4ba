import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { hashBytes, keccak256 } from "@yanta/crypto";
import { blockVersions } from "./block-version.ts";
import { AddrType } from "./gen/config/chain_config_pb.js";

/**
 * Address of a contract by its name: 40 lower-case hex characters. From block version 2300 on the name is hashed
 * twice. ZXL addresses are taken from SM3 and stored without their "ZX".
 *
 * Spec: access.md §11; vector contract_address.json.
 */
export function contractAddress(name: string, addrType: AddrType, blockVersion: number): string {
  const bytes = utf8ToBytes(name);
  const hashesTwice = blockVersion >= blockVersions.v2300;
  if (addrType === AddrType.ZXL) return bytesToHex(sm3(hashesTwice ? sm3(bytes) : bytes).subarray(0, 20));
  return bytesToHex(keccak256(hashesTwice ? keccak256(bytes) : bytes).subarray(12));
}

function sm3(bytes: Uint8Array): Uint8Array {
  return hashBytes("SM3", bytes);
}
