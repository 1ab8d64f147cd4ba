import type { ChainConfig } from "@yanta/protocol";
import type { Parameters } from "../interface.ts";
import { keyBytesMax, parametersMax, parameterValueMegabytesDefault } from "../limits.ts";
import { hasKeyLetters } from "./check-key-field.ts";
import { utf8Length } from "./utf8-length.ts";

/** Bytes that one parameter value may have on this chain. Spec: ledger.md §6.5. */
export function parameterValueBytesMax(config: ChainConfig): number {
  return (config.block?.txParameterSize || parameterValueMegabytesDefault) * 1024 * 1024;
}

/**
 * Why a transaction's parameters are refused, undefined when they are good. It is the end of ChainMaker's text
 * `parse tx[<txid>] contract[<name>] parameters error:<why>`. The number is not checked where gas is charged in
 * the optimised way (`checkCount` false).
 *
 * Spec: vm.md §8.1, ledger.md §6.5.
 */
export function checkParameters(parameters: Parameters, valueBytesMax: number, checkCount = true): string | undefined {
  if (checkCount && parameters.size > parametersMax)
    return `expect parameters length less than ${parametersMax}, but got ${parameters.size}`;
  for (const [key, value] of parameters) {
    const keyBytes = utf8Length(key);
    if (keyBytes > keyBytesMax) return `expect key length less than ${keyBytesMax}, but got ${keyBytes}`;
    if (!hasKeyLetters(key))
      return `expect key no special characters, but got key:[${key}]. letter, number, dot and underline are allowed`;
    if (value.length > valueBytesMax) return `expect value length less than ${valueBytesMax}, but got ${value.length}`;
  }
  return undefined;
}

/** The same for the parameters of a call out of a contract, whose texts differ. Spec: vm.md §8.3. */
export function checkCalleeParameters(
  parameters: Parameters,
  count: number,
  valueBytesMax: number,
): string | undefined {
  if (count > parametersMax) return `[call contract] expect less than ${parametersMax} parameters, but got ${count}`;
  for (const [key, value] of parameters) {
    const keyBytes = utf8Length(key);
    if (keyBytes > keyBytesMax)
      return `[call contract] param expect key length less than ${keyBytesMax}, but got ${keyBytes}`;
    if (!hasKeyLetters(key))
      return `[call contract] param expect key no special characters, but got ${key}. letter, number, dot and underline are allowed`;
    if (value.length > valueBytesMax)
      return `[call contract] expect value length less than ${valueBytesMax}, but got ${value.length}`;
  }
  return undefined;
}
