import type { CodedError } from "@yanta/errors";
import {
  type AbiInput,
  type AbiValue,
  type CallResult,
  decodeSolidityEvent,
  decodeSolidityResult,
  type EventView,
  solidityCall,
  solidityConstructor,
  type SolidityContract,
  solidityFailure,
} from "@yanta/playground";
import { academyErrors } from "../errors.ts";

type Typed = Readonly<Record<string, string>>;

/** A typed call as the EVM takes it. Errors: ACADEMY_COMMAND_INVALID, PLAYGROUND_ABI_INVALID. */
export function toSolidityCall(
  contract: SolidityContract,
  method: string,
  typed: Typed,
): ReturnType<typeof solidityCall> {
  const entry = contract.abi.find(({ type, name }) => type === "function" && name === method);
  return solidityCall(contract, method, toValues(entry?.inputs ?? [], typed));
}

/** Parameters for the constructor. Errors: ACADEMY_COMMAND_INVALID, PLAYGROUND_ABI_INVALID. */
export function toSolidityConstructor(
  contract: SolidityContract,
  typed: Typed,
): ReturnType<typeof solidityConstructor> {
  const entry = contract.abi.find(({ type }) => type === "constructor");
  return solidityConstructor(contract, toValues(entry?.inputs ?? [], typed));
}

/** The result in the contract's own words, one line a value. */
export function showSolidityResult(contract: SolidityContract, method: string, result: Uint8Array): readonly string[] {
  return decodeSolidityResult(contract, method, result).map((value) => `result ${show(value)}`);
}

export function showSolidityEvent(contract: SolidityContract, event: EventView): string {
  const found = decodeSolidityEvent(contract, event);
  if (found === undefined) return `event ${event.topic} ${JSON.stringify(event.data)}`;
  return ["event", found.name, ...found.values.map(({ name, value }) => `${name}=${show(value)}`)].join(" ");
}

/** The text of a `require`, where the failure carries one. */
export function showSolidityFailure({ message, contractMessage }: CallResult): string {
  return solidityFailure(contractMessage === "" ? message : contractMessage);
}

/** Values in the order of the declaration, by their names; a parameter without a name is called by its place, `0`. */
function toValues(
  inputs: readonly { readonly name: string; readonly type: string }[],
  typed: Typed,
): readonly AbiInput[] {
  const names = inputs.map(({ name }, index) => (name === "" ? String(index) : name));
  const stranger = Object.keys(typed).find((name) => !names.includes(name));
  if (stranger !== undefined) throw invalid(`there is no parameter ${stranger}`);
  return inputs.map(({ type }, index) => {
    const name = names[index] ?? "";
    const text = typed[name];
    if (text === undefined) throw invalid(`the parameter ${name} is missing`);
    return toValue(type, text);
  });
}

function toValue(type: string, text: string): AbiInput {
  if (type === "bool") return text === "true" ? true : text === "false" ? false : text;
  if (type === "string" || !(type.endsWith("]") || type.startsWith("tuple"))) return text;
  try {
    return JSON.parse(text) as AbiInput;
  } catch {
    throw invalid(`${text} is no JSON list`);
  }
}

function show(value: AbiValue): string {
  return typeof value === "object"
    ? JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? inner.toString() : inner))
    : String(value);
}

function invalid(reason: string): CodedError {
  return academyErrors.create("ACADEMY_COMMAND_INVALID", { reason });
}
