import { utf8ToBytes } from "@yanta/bytes";
import { createWasmerVm } from "../wasm/wasmer/create-wasmer-vm.ts";
import { buildScript, requestItems, type ScriptStep } from "./built-contract.ts";
import {
  createFakeChain,
  createFakeTxContext,
  type FakeChain,
  type FakeTxContextOptions,
  installFakeContract,
} from "./fake-tx-context.ts";

/** Where scripts let the host write its answers. */
export const scriptAnswerAt = 3 * 65_536;

/** A chain of runtime WASMER with these contracts. */
export function chainWith(contracts: Readonly<Record<string, Uint8Array>>): FakeChain {
  const chain = createFakeChain([createWasmerVm()]);
  for (const [name, bytecode] of Object.entries(contracts)) installFakeContract(chain, name, bytecode);
  return chain;
}

/** Runs a script as contract `c` beside others. */
export function runScript(
  steps: readonly ScriptStep[],
  options: Partial<FakeTxContextOptions> = {},
  others: Readonly<Record<string, Uint8Array>> = {},
) {
  const chain = options.chain ?? chainWith({ ...others, c: buildScript(steps) });
  const context = createFakeTxContext({ chain, txId: "T", ...options });
  return { context, outcome: context.run("c", "run") };
}

/** A host call whose body is made of items. */
export function step(method: string, values: Parameters<typeof requestItems>[0]): ScriptStep {
  return { method, body: requestItems(values) };
}

/** The bytes that the host wrote at an address become the result. */
export function answerFrom(pointer: number, length: number): ScriptStep {
  return { method: "SuccessResult", body: { pointer, length } };
}

/** Writes a text under a key. */
export function putStep(value: string, values = { key: "k", field: "f" }): ScriptStep {
  return step("PutState", { ...values, value: utf8ToBytes(value) });
}
