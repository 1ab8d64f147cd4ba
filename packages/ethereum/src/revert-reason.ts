import { bytesToHex, bytesToUtf8, hexToBytes } from "@yanta/bytes";

const errorSelector = "08c379a0";
const panicSelector = "4e487b71";

/** Texts of Solidity's panics, as go-ethereum has them. */
const panics: Readonly<Record<string, string>> = {
  "0": "generic panic",
  "1": "assert(false)",
  "11": "arithmetic underflow or overflow",
  "12": "division or modulo by zero",
  "21": "enum overflow",
  "22": "invalid encoded storage byte array accessed",
  "31": "out-of-bounds array access; popping on an empty array",
  "32": "out-of-bounds access of an array or bytesN",
  "41": "out of memory",
  "51": "uninitialized function",
};

/** What Solidity's `revert`, `require` or a panic says; undefined for other data. */
export function revertReason(data: Uint8Array): string | undefined {
  const selector = bytesToHex(data.subarray(0, 4));
  if (selector === panicSelector && data.length === 36) {
    const code = BigInt(`0x${bytesToHex(data.subarray(4))}`).toString(16);
    return panics[code] ?? `unknown panic code: 0x${code}`;
  }
  if (selector !== errorSelector || data.length < 68) return undefined;
  const length = Number(`0x${bytesToHex(data.subarray(36, 68))}`);
  return length <= data.length - 68 ? bytesToUtf8(data.subarray(68, 68 + length)) : undefined;
}

const failurePrefix = "failed to execute evm contract, ";

/** The revert data in a failed call's message; undefined when it failed otherwise. Spec: vm.md §5.5. */
export function revertData(message: string): Uint8Array | undefined {
  if (!message.startsWith(failurePrefix)) return undefined;
  return hexToBytes(message.slice(failurePrefix.length));
}
