import { bytesToHex, bytesToUtf8, concatBytes, hexToBytes, utf8ToBytes } from "@yanta/bytes";
import type { CodedError } from "@yanta/errors";
import type { SolidityContract } from "../compiler/compile-solidity.ts";
import { playgroundErrors } from "../errors.ts";
import { abiElementsMax } from "../limits.ts";
import { type AbiType, headLength, isDynamic, parseAbiType, signatureOf } from "./abi-type.ts";
import type { SolidityAbiEntry, SolidityAbiParameter } from "./solidity-abi.ts";

/** Integers as numbers or decimal text, addresses and bytes as hex text, arrays and tuples as lists. */
export type AbiInput = bigint | number | boolean | string | readonly AbiInput[];

/** Integers as bigint, addresses and bytes as hex text with `0x`, arrays and tuples as lists. */
export type AbiValue = bigint | boolean | string | readonly AbiValue[];

const wordLength = 32;

/**
 * The parameters of a transaction that calls a Solidity method: what `send` and `query` take. A method that has several
 * signatures is named by the whole one. Errors: PLAYGROUND_ABI_INVALID.
 */
export function solidityCall(
  { abi, selectors }: Pick<SolidityContract, "abi" | "selectors">,
  method: string,
  values: readonly AbiInput[],
): { readonly method: string; readonly parameters: { readonly data: string } } {
  const entry = findMethod(abi, method);
  const selector = selectors[signatureOf(entry)];
  if (selector === undefined) throw invalid(`there is no method ${method}`);
  // The method's name goes along for readers; the contract looks at the data.
  return {
    method: entry.name ?? "",
    parameters: { data: selector + bytesToHex(encodeValues(entry.inputs ?? [], values)) },
  };
}

/** The parameters of an installation, for the constructor. Errors: PLAYGROUND_ABI_INVALID. */
export function solidityConstructor(
  { abi }: Pick<SolidityContract, "abi">,
  values: readonly AbiInput[] = [],
): { readonly data: string } {
  const inputs = abi.find(({ type }) => type === "constructor")?.inputs ?? [];
  return { data: bytesToHex(encodeValues(inputs, values)) };
}

/** What a method returned. Errors: PLAYGROUND_ABI_INVALID. */
export function decodeSolidityResult(
  { abi }: Pick<SolidityContract, "abi">,
  method: string,
  result: Uint8Array,
): readonly AbiValue[] {
  return decodeValues(findMethod(abi, method).outputs ?? [], result);
}

function findMethod(abi: readonly SolidityAbiEntry[], method: string): SolidityAbiEntry {
  const found = abi.filter(
    (entry) => entry.type === "function" && (entry.name === method || signatureOf(entry) === method),
  );
  const [entry] = found;
  if (entry === undefined) throw invalid(`there is no method ${method}`);
  if (found.length > 1) throw invalid(`${method} has several signatures: ${found.map(signatureOf).join(", ")}`);
  return entry;
}

/** Errors: PLAYGROUND_ABI_INVALID. */
export function encodeValues(parameters: readonly SolidityAbiParameter[], values: readonly AbiInput[]): Uint8Array {
  return encodeList(parameters.map(typeOf), values);
}

/** Errors: PLAYGROUND_ABI_INVALID. */
export function decodeValues(parameters: readonly SolidityAbiParameter[], bytes: Uint8Array): readonly AbiValue[] {
  const members = parameters.map(typeOf);
  return new Decoder(bytes).list(members, 0);
}

function typeOf(parameter: SolidityAbiParameter): AbiType {
  const type = parseAbiType(parameter);
  if (type === undefined) throw invalid(`the type ${parameter.type} is not known`);
  return type;
}

/** Heads one after the other, then what is dynamic, to which the heads point. */
function encodeList(types: readonly AbiType[], values: readonly AbiInput[]): Uint8Array {
  if (types.length !== values.length) throw invalid(`${types.length} values are wanted, ${values.length} given`);
  const heads: Uint8Array[] = [];
  const tails: Uint8Array[] = [];
  let tailStart = types.reduce((sum, type) => sum + headLength(type), 0);
  for (const [index, type] of types.entries()) {
    const encoded = encodeValue(type, values[index] ?? "");
    if (!isDynamic(type)) {
      heads.push(encoded);
      continue;
    }
    heads.push(encodeWord(BigInt(tailStart)));
    tails.push(encoded);
    tailStart += encoded.length;
  }
  return concatBytes(...heads, ...tails);
}

function encodeValue(type: AbiType, value: AbiInput): Uint8Array {
  switch (type.kind) {
    case "uint":
    case "int":
      return encodeInteger(type, value);
    case "bool":
      if (typeof value !== "boolean") throw invalid(`${String(value)} is neither true nor false`);
      return encodeWord(value ? 1n : 0n);
    case "address":
      return encodeWord(BigInt(`0x${bytesToHex(hexValue(value, 20))}`));
    case "fixed-bytes": {
      const word = new Uint8Array(wordLength);
      word.set(hexValue(value, type.length));
      return word;
    }
    case "bytes":
      return withLength(hexValue(value));
    case "string":
      if (typeof value !== "string") throw invalid(`${String(value)} is no text`);
      return withLength(utf8ToBytes(value));
    case "array": {
      const items = listValue(value);
      if (type.length !== undefined && items.length !== type.length)
        throw invalid(`${type.length} elements are wanted`);
      const body = encodeList(
        items.map(() => type.element),
        items,
      );
      return type.length === undefined ? concatBytes(encodeWord(BigInt(items.length)), body) : body;
    }
    case "tuple":
      return encodeList(type.members, listValue(value));
  }
}

function encodeInteger({ kind, bits }: Extract<AbiType, { kind: "uint" | "int" }>, value: AbiInput): Uint8Array {
  let number: bigint;
  try {
    if (typeof value === "boolean" || typeof value === "object" || value === "") throw new SyntaxError();
    number = BigInt(value);
  } catch {
    throw invalid(`${String(value)} is no whole number`);
  }
  const fits = kind === "uint" ? BigInt.asUintN(bits, number) === number : BigInt.asIntN(bits, number) === number;
  if (!fits) throw invalid(`${number} does not fit ${kind}${bits}`);
  return encodeWord(number);
}

function listValue(value: AbiInput): readonly AbiInput[] {
  if (typeof value !== "object") throw invalid(`${String(value)} is no list`);
  return value;
}

function hexValue(value: AbiInput, length?: number): Uint8Array {
  const bytes = typeof value === "string" ? hexToBytes(value.replace(/^0x/, "")) : undefined;
  if (bytes === undefined || (length !== undefined && bytes.length !== length))
    throw invalid(`${String(value)} is not hex text${length === undefined ? "" : ` of ${length} bytes`}`);
  return bytes;
}

function withLength(bytes: Uint8Array): Uint8Array {
  const padding = new Uint8Array((wordLength - (bytes.length % wordLength)) % wordLength);
  return concatBytes(encodeWord(BigInt(bytes.length)), bytes, padding);
}

function encodeWord(value: bigint): Uint8Array {
  const text = BigInt.asUintN(256, value)
    .toString(16)
    .padStart(2 * wordLength, "0");
  return hexToBytes(text) ?? new Uint8Array(wordLength);
}

/** Reads values out of bytes that a contract chose: lengths are checked before anything is made of them. */
class Decoder {
  readonly #bytes: Uint8Array;
  #elementCount = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Values whose heads begin at a position; offsets count from there. */
  list(types: readonly AbiType[], base: number): readonly AbiValue[] {
    let position = base;
    return types.map((type) => {
      if (++this.#elementCount > abiElementsMax) throw invalid("it has too many elements");
      const start = position;
      position += headLength(type);
      return this.#value(type, isDynamic(type) ? base + this.#length(start) : start);
    });
  }

  #value(type: AbiType, at: number): AbiValue {
    switch (type.kind) {
      case "uint":
        return BigInt.asUintN(type.bits, this.#word(at));
      case "int":
        return BigInt.asIntN(type.bits, this.#word(at));
      case "bool":
        return this.#word(at) !== 0n;
      case "address":
        return `0x${bytesToHex(this.#take(at, wordLength).subarray(12))}`;
      case "fixed-bytes":
        return `0x${bytesToHex(this.#take(at, wordLength).subarray(0, type.length))}`;
      case "bytes":
        return `0x${bytesToHex(this.#take(at + wordLength, this.#length(at)))}`;
      case "string":
        return bytesToUtf8(this.#take(at + wordLength, this.#length(at)));
      case "array": {
        const length = type.length ?? this.#length(at);
        if (length > abiElementsMax) throw invalid("it has too many elements");
        const types = Array.from({ length }, () => type.element);
        return this.list(types, type.length === undefined ? at + wordLength : at);
      }
      case "tuple":
        return this.list(type.members, at);
    }
  }

  #take(at: number, length: number): Uint8Array {
    if (at + length > this.#bytes.length) throw invalid("it ends early");
    return this.#bytes.subarray(at, at + length);
  }

  #word(at: number): bigint {
    return BigInt(`0x${bytesToHex(this.#take(at, wordLength))}`);
  }

  /** A length or an offset: nothing that lies behind the end. */
  #length(at: number): number {
    const value = this.#word(at);
    if (value > BigInt(this.#bytes.length)) throw invalid("it ends early");
    return Number(value);
  }
}

function invalid(reason: string): CodedError {
  return playgroundErrors.create("PLAYGROUND_ABI_INVALID", { reason });
}
