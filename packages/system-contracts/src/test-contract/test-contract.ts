import { bytesToBinaryString } from "@yanta/bytes";
import type { NativeContract, NativeMethod } from "../interface.ts";
import { succeed } from "../outcome.ts";
import { parameterBytes } from "../parameters.ts";

/** Name of the contract and of its namespace. */
const name = "T";

const put: NativeMethod = (context, parameters) => {
  context.put(name, bytesToBinaryString(parameterBytes(parameters, "k")), parameterBytes(parameters, "v"));
  return succeed();
};

const get: NativeMethod = (context, parameters) =>
  succeed(context.get(name, bytesToBinaryString(parameterBytes(parameters, "k"))));

const remove: NativeMethod = (context, parameters) => {
  context.delete(name, bytesToBinaryString(parameterBytes(parameters, "k")));
  return succeed();
};

const doNothing: NativeMethod = () => succeed();

/** T: put, get, delete, nothing; for load tests. Q, R, H and E of later versions are left out. Spec: system-contracts.md §9. */
export function createTestContract(): NativeContract {
  const methods = new Map<string, NativeMethod>([
    ["P", put],
    ["G", get],
    ["D", remove],
    ["N", doNothing],
  ]);
  return { name, methods };
}
