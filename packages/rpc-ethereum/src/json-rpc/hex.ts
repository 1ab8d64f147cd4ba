import { bytesToHex } from "@yanta/bytes";

/** A number as JSON-RPC has it: no leading zeros. */
export function toQuantity(value: bigint | number): string {
  return `0x${value.toString(16)}`;
}

/** Bytes as JSON-RPC has them. */
export function toData(bytes: Uint8Array): string {
  return `0x${bytesToHex(bytes)}`;
}

/** A 32-byte word of a number. */
export function toWord(value: bigint): string {
  return `0x${value.toString(16).padStart(64, "0")}`;
}
