import { hexToBytes } from "@yanta/bytes";
import { CodedError } from "@yanta/errors";
import { revertData, revertReason } from "@yanta/ethereum/revert-reason";
import type { SolidityContract } from "../compiler/compile-solidity.ts";
import type { EventView } from "../interface.ts";
import { isDynamic, parseAbiType, signatureOf } from "./abi-type.ts";
import { type AbiValue, decodeValues } from "./abi-values.ts";

/** An event of a Solidity contract. */
export interface SolidityEvent {
  readonly name: string;
  /** In the order of the declaration; names are empty where it has none. */
  readonly values: readonly { readonly name: string; readonly value: AbiValue }[];
}

/**
 * An event in the contract's own words; undefined for one that does not fit its interface. Indexed texts, lists and tuples are
 * hashes on the chain, and stay so.
 */
export function decodeSolidityEvent(
  contract: Pick<SolidityContract, "abi" | "eventTopics">,
  event: Pick<EventView, "topic" | "data">,
): SolidityEvent | undefined {
  try {
    return decode(contract, event);
  } catch (error) {
    if (error instanceof CodedError) return undefined;
    throw error;
  }
}

function decode(
  { abi, eventTopics }: Pick<SolidityContract, "abi" | "eventTopics">,
  { topic, data }: Pick<EventView, "topic" | "data">,
): SolidityEvent | undefined {
  const signature = eventTopics[topic];
  const entry = abi.find((each) => each.type === "event" && signatureOf(each) === signature);
  if (entry === undefined) return undefined;
  const { name = "", inputs = [] } = entry;
  const words = data.map((text) => hexToBytes(text) ?? new Uint8Array(0));
  const indexed = words.slice(0, -1);
  const others = inputs.filter((input) => input.indexed !== true);
  const rest = [...decodeValues(others, words.at(-1) ?? new Uint8Array(0))];
  const values = inputs.map((input) => {
    if (input.indexed !== true) return { name: input.name, value: rest.shift() ?? "" };
    const type = parseAbiType(input);
    const isHashed = type === undefined || isDynamic(type) || type.kind === "array" || type.kind === "tuple";
    const [value = ""] = decodeValues(
      [isHashed ? { name: "", type: "bytes32" } : input],
      indexed.shift() ?? new Uint8Array(0),
    );
    return { name: input.name, value };
  });
  return { name, values };
}

/** What a failed call's message says: the text of `require`, `revert` or a panic where it carries one, else the message itself. */
export function solidityFailure(message: string): string {
  const data = revertData(message);
  return (data && revertReason(data)) ?? message;
}
