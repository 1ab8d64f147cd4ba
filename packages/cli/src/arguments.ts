import { readFileSync } from "node:fs";
import type { CallParameters } from "@yanta/sdk";
import { cliErrors } from "./errors.ts";

/** `key=value` pairs; `key=@file` takes the file's bytes, `key=hex:…` bytes in hex. */
export function parseParameters(pairs: readonly string[]): CallParameters {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at <= 0)
        throw cliErrors.create("CLI_ARGUMENT", {
          name: pair,
          reason: { en: "is not of the form key=value", zh: "不是 key=value 的形式" },
        });
      return [pair.slice(0, at), parameterValue(pair.slice(at + 1))];
    }),
  );
}

function parameterValue(text: string): string | Uint8Array {
  if (text.startsWith("@")) return readArgumentFile(text.slice(1));
  if (text.startsWith("hex:")) {
    if (!/^hex:([0-9a-fA-F]{2})*$/.test(text))
      throw cliErrors.create("CLI_ARGUMENT", { name: text, reason: { en: "is no hex", zh: "不是十六进制" } });
    return Buffer.from(text.slice(4), "hex");
  }
  return text;
}

export function readArgumentFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw cliErrors.create(
      "CLI_ARGUMENT",
      { name: path, reason: error instanceof Error ? error.message : "cannot be read" },
      error,
    );
  }
}

/** Subscriptions carry heights as signed 64-bit integers. */
const heightMax = 2n ** 63n - 1n;

/** A block height as a person types it. */
export function parseHeight(text: string): bigint {
  if (!/^\d{1,19}$/.test(text) || BigInt(text) > heightMax)
    throw cliErrors.create("CLI_ARGUMENT", { name: text, reason: { en: "is no block height", zh: "不是区块高度" } });
  return BigInt(text);
}

/** A whole number between two bounds. */
export function parseNumber(text: string, name: string, range: { readonly min: number; readonly max: number }): number {
  const value = Number(text);
  if (!/^\d{1,15}$/.test(text) || value < range.min || value > range.max) {
    throw cliErrors.create("CLI_ARGUMENT", {
      name: `${name} ${text}`,
      reason: {
        en: `must be a whole number from ${range.min} to ${range.max}`,
        zh: `必须是 ${range.min} 到 ${range.max} 之间的整数`,
      },
    });
  }
  return value;
}
