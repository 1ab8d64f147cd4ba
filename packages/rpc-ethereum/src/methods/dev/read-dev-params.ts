import { readQuantity } from "../../json-rpc/read-params.ts";
import { invalidParams } from "../../json-rpc/rpc-error.ts";

/** A whole number as Ethereum's tools send it: a JSON number, hex with 0x (also with leading zeros), or decimal digits. */
export function readInteger(value: unknown, name: string): bigint {
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === "string" && /^(0x[0-9a-fA-F]{1,64}|-?[0-9]{1,78})$/.test(value)) return BigInt(value);
  throw invalidParams(`${name}: not a whole number`);
}

/** The same, or undefined when it is left out. */
export function readOptionalInteger(value: unknown, name: string): bigint | undefined {
  return value === undefined || value === null ? undefined : readInteger(value, name);
}

/** A whole number that a double holds. */
export function readSmallInteger(value: unknown, name: string): number {
  const number = Number(readInteger(value, name));
  if (!Number.isSafeInteger(number)) throw invalidParams(`${name}: too large`);
  return number;
}

export function readBoolean(value: unknown, name: string): boolean {
  if (typeof value !== "boolean") throw invalidParams(`${name}: not true or false`);
  return value;
}

/** A 32-byte word or a quantity. */
export function readWord(value: unknown, name: string): bigint {
  if (typeof value === "string" && /^0x[0-9a-fA-F]{64}$/.test(value)) return BigInt(value);
  return readQuantity(value, name);
}
