import { compileContract } from "@yanta/contract-sdk";
import { readLibrary } from "@yanta/contract-sdk/node";

/** Name under which the tests install it. */
export const registerContract = "register";

/** Registers with compare-and-set, which count as well: `registerModel` says what they do one after the other. */
const source = `
import { StateMap } from "@yanta/contract-sdk";

const values = new StateMap<i64>("register");

/** @query */
export function read(key: string): i64 {
  return values.getOr(key, 0);
}

export function write(key: string, value: i64): string {
  values.set(key, value);
  return "written";
}

export function compare_and_set(key: string, from: i64, to: i64): bool {
  if (values.getOr(key, 0) != from) return false;
  values.set(key, to);
  return true;
}

export function add(key: string, amount: i64): i64 {
  const sum = values.getOr(key, 0) + amount;
  values.set(key, sum);
  return sum;
}
`;

export async function compileRegister(): Promise<Uint8Array> {
  const { wasm } = await compileContract({
    name: registerContract,
    sources: new Map([["index.ts", source]]),
    library: readLibrary(),
    mode: "release",
  });
  return wasm;
}
