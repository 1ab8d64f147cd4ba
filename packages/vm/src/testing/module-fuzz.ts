import { RuntimeType, TxStatusCode } from "@yanta/protocol";
import type { Vm } from "../interface.ts";
import { createFakeChain, createFakeTxContext, installFakeContract } from "./fake-tx-context.ts";
import { mutateModule, seededRandom } from "./module-mutation.ts";

/** Gas for one damaged contract's call: enough to reach its host calls, little enough for a million of them. */
const fuzzGas = 3_000_000n;

export interface ModuleFuzzResult {
  readonly refused: number;
  readonly succeeded: number;
  readonly failed: number;
}

/**
 * Runs damaged forms of a contract, each one on all given runtimes, and compares what they say. Every outcome is good except two
 * that differ, one out of the documented statuses, and an exception.
 *
 * Errors: any of those, with the seed and the case's number in the text.
 */
export function fuzzModules(options: {
  bytecode: Uint8Array;
  /** WASMER when left out. */
  runtimeType?: RuntimeType;
  hotBytes: number;
  vms: readonly Vm[];
  methods: readonly string[];
  seed: number;
  cases: number;
}): ModuleFuzzResult {
  const { bytecode, runtimeType = RuntimeType.WASMER, hotBytes, vms, methods, seed, cases } = options;
  const counts = { refused: 0, succeeded: 0, failed: 0 };
  for (let i = 0; i < cases; i++) {
    const random = seededRandom(seed + i);
    const damaged = mutateModule(bytecode, random, hotBytes);
    const method = methods[random(methods.length)] ?? "";
    let seen: string | undefined;
    for (const vm of vms) {
      const { kind, text } = observe(vm, { bytecode: damaged, runtimeType, method }, `seed ${seed}, case ${i}`);
      if (seen === undefined) counts[kind]++;
      else if (seen !== text) throw new Error(`runtimes differ (seed ${seed}, case ${i}):\n${seen}\n${text}`);
      seen = text;
    }
  }
  return counts;
}

function observe(
  vm: Vm,
  { bytecode, runtimeType, method }: { bytecode: Uint8Array; runtimeType: RuntimeType; method: string },
  where: string,
): { kind: keyof ModuleFuzzResult; text: string } {
  const chain = createFakeChain([vm]);
  installFakeContract(chain, "c", bytecode, runtimeType);
  const context = createFakeTxContext({ chain, gasLimit: fuzzGas });
  const outcome = runTwice(() => context.run("c", method), where);
  const text = JSON.stringify([outcome.first, outcome.second, [...context.writes]], (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
  switch (outcome.first.status) {
    case TxStatusCode.CREATE_RUNTIME_INSTANCE_FAILED:
      return { kind: "refused", text };
    case TxStatusCode.SUCCESS:
      return { kind: "succeeded", text };
    case TxStatusCode.CONTRACT_FAIL:
      return { kind: "failed", text };
    default:
      throw new Error(`status ${outcome.first.status} (${where})`);
  }
}

/** The second run has a reused instance where the runtime reuses any. */
function runTwice<T>(run: () => T, where: string): { first: T; second: T } {
  try {
    return { first: run(), second: run() };
  } catch (error) {
    throw new Error(`a damaged module broke out (${where}): ${String(error)}`, { cause: error });
  }
}
