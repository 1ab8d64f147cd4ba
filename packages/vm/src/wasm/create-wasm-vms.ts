import type { Vm } from "../interface.ts";
import { createGasmVm } from "./gasm/create-gasm-vm.ts";
import { createStackBudget } from "./stack-budget.ts";
import type { WasmVmOptions } from "./wasm-vm-options.ts";
import { createWasmerVm } from "./wasmer/create-wasmer-vm.ts";
import { createWxvmVm } from "./wxvm/create-wxvm-vm.ts";

/** All WebAssembly runtimes of a node: WASMER, GASM and WXVM, which draw on one stack when they call each other. */
export function createWasmVms(options: WasmVmOptions = {}): Vm[] {
  const shared = { ...options, stack: options.stack ?? createStackBudget() };
  return [createWasmerVm(shared), createGasmVm(shared), createWxvmVm(shared)];
}
