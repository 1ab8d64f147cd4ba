import { bytesToHex, bytesToUtf8, concatBytes, hexToBytes, utf8ToBytes } from "@yanta/bytes";
import { hashBytes, keccak256 } from "@yanta/crypto";
import { AddrType, RuntimeType } from "@yanta/protocol";
import type { TxContext } from "@yanta/vm";
import type { Frame } from "../interpreter/frame.ts";
import { versionRules } from "./version-rules.ts";

/** Under what name a contract is created, and for which runtime (the enum's name, or its number when it has none). */
export type CreatedName =
  | { readonly kind: "name"; readonly name: string; readonly runtime: string }
  | { readonly kind: "refused"; readonly text: string };

/**
 * CREATE: the name is the hex of an address, from the caller, the transaction's id and the code before the instruction. So one
 * instruction creates at most one contract in a transaction. Spec: vm.md §5.6; docs/spec-notes.md.
 */
export function nameOfCreate(frame: Frame, context: TxContext): CreatedName {
  const place = frame.pc - 1;
  const seed = concatBytes(
    withoutLeadingZeros(hexToBytes(frame.caller) ?? new Uint8Array(0)),
    utf8ToBytes(context.tx.txId),
    withoutLeadingZeros(frame.code.bytes.subarray(0, place)),
  );
  const isZxl = context.chainConfig.vm?.addrType === AddrType.ZXL;
  const address = isZxl ? hashBytes("SM3", seed).subarray(0, 20) : keccak256(seed).subarray(12);
  return { kind: "name", name: bytesToHex(withoutLeadingZeros(address)), runtime: RuntimeType[RuntimeType.EVM] };
}

/** CREATE2: the salt holds the runtime's number in its first byte that is not zero, then the name, up to the next zero byte. */
export function nameOfCreate2(salt: Uint8Array, blockVersion: number): CreatedName {
  const bytes = withoutLeadingZeros(salt);
  const lengthMin = blockVersion < versionRules.saltNeedsName ? 1 : 2;
  if (bytes.length < lengthMin) {
    return { kind: "refused", text: "contract type or name is empty in cross creation" };
  }
  const type = bytes[0] as number;
  const end = bytes.indexOf(0, 1);
  const name = bytesToUtf8(bytes.subarray(1, end === -1 ? bytes.length : end));
  return { kind: "name", name, runtime: RuntimeType[type] ?? String(type) };
}

function withoutLeadingZeros(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (bytes[start] === 0) start++;
  return bytes.subarray(start);
}
