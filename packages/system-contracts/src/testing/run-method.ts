import { bytesToUtf8 } from "@yanta/bytes";
import type { CallOutcome, TxContext } from "@yanta/vm";
import { createSystemContracts } from "../create-system-contracts.ts";
import { invokeNative } from "../invoke-native.ts";
import { parametersOf } from "./parameters.ts";
import { testOptions } from "./test-options.ts";

const contracts = createSystemContracts(testOptions);

/** Calls `CONTRACT.METHOD` with parameters as texts or bytes. */
export function runMethod(
  context: TxContext,
  path: string,
  parameters: Readonly<Record<string, string | Uint8Array>> = {},
): CallOutcome {
  const [contract = "", method = ""] = path.split(".");
  return invokeNative(contracts, { contract, method, parameters: parametersOf(parameters) }, context);
}

/** The text of a refusal; fails when the call succeeded. */
export function refusalOf(outcome: CallOutcome): string {
  if (outcome.code === 0) throw new Error(`expected a refusal, got ${bytesToUtf8(outcome.result)}`);
  return outcome.message;
}

/** The result as text; fails with the message when the call was refused. */
export function textOf(outcome: CallOutcome): string {
  if (outcome.code !== 0) throw new Error(outcome.message);
  return bytesToUtf8(outcome.result);
}
