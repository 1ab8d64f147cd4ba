import { hexToBytes } from "@yanta/bytes";
import { invalidParams } from "./rpc-error.ts";

/** Readers of single parameters; each throws an `invalidParams` error that names what is wrong. */

/** A number in hex without leading zeros, at most 256 bits. */
export function readQuantity(value: unknown, name: string): bigint {
  if (typeof value !== "string" || !/^0x(0|[1-9a-fA-F][0-9a-fA-F]{0,63})$/.test(value))
    throw invalidParams(`${name}: not a quantity: hex with 0x and without leading zeros`);
  return BigInt(value);
}

/** A whole number of moderate size, in hex or as a JSON number. */
export function readCount(value: unknown, name: string, max: number): number {
  const count = typeof value === "number" ? value : Number(readQuantity(value, name));
  if (!Number.isInteger(count) || count < 0) throw invalidParams(`${name}: not a whole number`);
  return Math.min(count, max);
}

/** 40 lower-case hex digits. */
export function readAddress(value: unknown, name: string): string {
  if (typeof value !== "string" || !/^0x[0-9a-fA-F]{40}$/.test(value)) throw invalidParams(`${name}: not an address`);
  return value.slice(2).toLowerCase();
}

/** 64 lower-case hex digits. */
export function readHash(value: unknown, name: string): string {
  if (typeof value !== "string" || !/^0x[0-9a-fA-F]{64}$/.test(value))
    throw invalidParams(`${name}: not a 32-byte hash`);
  return value.slice(2).toLowerCase();
}

export function readData(value: unknown, name: string): Uint8Array {
  const bytes = typeof value === "string" && value.startsWith("0x") ? hexToBytes(value.slice(2)) : undefined;
  if (bytes === undefined) throw invalidParams(`${name}: not hex data`);
  return bytes;
}

export function readObject(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalidParams(`${name}: not an object`);
  return value as Record<string, unknown>;
}
