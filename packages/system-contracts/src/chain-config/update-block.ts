import type { BlockConfig } from "@yanta/protocol";
import type { Parameters } from "@yanta/vm";
import { parseBool, parseUint } from "../go-text.ts";
import { parameterText } from "../parameters.ts";
import { refusalTexts } from "../refusal-texts.ts";
import type { ConfigChange } from "./config-state.ts";

type Field<T> = { readonly [K in keyof BlockConfig]: BlockConfig[K] extends T ? K : never }[keyof BlockConfig];

/** Fields of `block` by parameter name, in the order in which ChainMaker looks at them. */
const fields: readonly (
  | { readonly parameter: string; readonly flag: Field<boolean> & string }
  | { readonly parameter: string; readonly number: Exclude<Field<number>, `$${string}`> & string }
)[] = [
  { parameter: "tx_timestamp_verify", flag: "txTimestampVerify" },
  { parameter: "tx_timeout", number: "txTimeout" },
  { parameter: "block_tx_capacity", number: "blockTxCapacity" },
  { parameter: "block_size", number: "blockSize" },
  { parameter: "block_interval", number: "blockInterval" },
  { parameter: "tx_parameter_size", number: "txParameterSize" },
  { parameter: "block_timestamp_verify", flag: "blockTimestampVerify" },
  { parameter: "block_timeout", number: "blockTimeout" },
];

/**
 * BLOCK_UPDATE: any subset of the block section. Numbers are parsed as 64 bit and cut to 32, as Go's conversion does;
 * the ranges are those of the whole configuration's verification.
 */
export const updateBlock: ConfigChange = (config, parameters) => {
  const block = config.block;
  if (block === undefined) return "chainconfig block is nil";
  let isChanged = false;
  for (const field of fields) {
    if (!parameters.has(field.parameter)) continue;
    const refusal = setField(block, field, parameters);
    if (refusal !== undefined) return refusal;
    isChanged = true;
  }
  return isChanged ? undefined : refusalTexts.params;
};

function setField(block: BlockConfig, field: (typeof fields)[number], parameters: Parameters): string | undefined {
  const text = parameterText(parameters, field.parameter);
  if ("flag" in field) {
    const flag = parseBool(text);
    if (flag.kind === "error") return flag.message;
    block[field.flag] = flag.value;
    return undefined;
  }
  const number = parseUint(text);
  if (number.kind === "error") return number.message;
  block[field.number] = Number(BigInt.asUintN(32, number.value));
  return undefined;
}
