import { bytesToBinaryString, emptyBytes, hexToBytes } from "@yanta/bytes";
import type { Parameters } from "@yanta/vm";
import { versionRules } from "./version-rules.ts";

/** Parameter with the call data, or a constructor's arguments, as hex text. */
const dataParameter = "data";

export type CallInput =
  | { readonly kind: "input"; readonly isDeployment: boolean; readonly data: Uint8Array }
  | { readonly kind: "refused"; readonly text: string };

/** Reads what a call gives to the contract. A leading `0x` and a missing leading zero are taken. Spec: vm.md §5.1, §5.5. */
export function readCallInput(method: string, parameters: Parameters, blockVersion: number): CallInput {
  const isDeployment = method === "init_contract" || method === "upgrade";
  const bytes = parameters.get(dataParameter) ?? emptyBytes;
  if (bytes.length === 0 && !isDeployment && blockVersion >= versionRules.callDataNeeded) {
    return { kind: "refused", text: "calldata is null" };
  }
  let text = bytesToBinaryString(bytes);
  if (/^0[xX]/.test(text)) text = text.slice(2);
  if (text.length % 2 === 1) text = `0${text}`;
  const data = hexToBytes(text);
  if (data === undefined) return { kind: "refused", text: `params is not hex encode string, ${hexError(text)}` };
  return { kind: "input", isDeployment, data };
}

/** Go's words for the first byte that is no hex digit. */
function hexError(text: string): string {
  const code = text.charCodeAt(text.search(/[^0-9a-fA-F]/));
  const isPrintable = (code >= 0x20 && code < 0x7f) || (code > 0xa0 && code !== 0xad);
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  return `encoding/hex: invalid byte: ${name}${isPrintable ? ` '${String.fromCharCode(code)}'` : ""}`;
}
