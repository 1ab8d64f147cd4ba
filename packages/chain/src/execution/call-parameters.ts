import { utf8ToBytes } from "@yanta/bytes";
import type { ChainConfig, KeyValuePair } from "@yanta/protocol";
import type { Parameters } from "@yanta/vm";
import { parameterCountMax, parameterKeyBytesMax, parameterSizeMbDefault } from "../limits.ts";

const keyPattern = /^[a-zA-Z0-9._-]+$/;
const bytesPerMegabyte = 1024 * 1024;

export type ParsedParameters =
  | { readonly kind: "parameters"; readonly parameters: Parameters }
  | { readonly kind: "fault"; readonly text: string };

/**
 * A payload's parameters as the map a contract gets; of equal keys the last wins. Refused ones carry ChainMaker's
 * text. Spec: vm.md §8.1, rpc.md §3.
 */
export function parseParameters(pairs: readonly KeyValuePair[], config: ChainConfig): ParsedParameters {
  if (pairs.length > parameterCountMax && config.core?.enableOptimizeChargeGas !== true) {
    return { kind: "fault", text: `expect parameters length less than ${parameterCountMax}, but got ${pairs.length}` };
  }
  const valueBytesMax = (config.block?.txParameterSize || parameterSizeMbDefault) * bytesPerMegabyte;
  const parameters = new Map<string, Uint8Array>();
  for (const { key, value } of pairs) {
    const keyBytes = key.length * 3 > parameterKeyBytesMax ? utf8ToBytes(key).length : key.length;
    if (keyBytes > parameterKeyBytesMax) {
      return { kind: "fault", text: `expect key length less than ${parameterKeyBytesMax}, but got ${keyBytes}` };
    }
    if (!keyPattern.test(key)) {
      return {
        kind: "fault",
        text: `expect key no special characters, but got key:[${key}]. letter, number, dot and underline are allowed`,
      };
    }
    if (value.length > valueBytesMax) {
      return { kind: "fault", text: `expect value length less than ${valueBytesMax}, but got ${value.length}` };
    }
    parameters.set(key, value);
  }
  return { kind: "parameters", parameters };
}
