export { checkEvent } from "./call-frame/check-event.ts";
export { checkKeyField, hasKeyLetters, joinKeyField } from "./call-frame/check-key-field.ts";
export { checkCalleeParameters, checkParameters, parameterValueBytesMax } from "./call-frame/check-parameters.ts";
export { failedCall } from "./call-frame/failed-call.ts";
export { injectCallParameters, type InjectedParameters } from "./call-frame/inject-call-parameters.ts";
export { vmErrors } from "./errors.ts";
export type {
  EvmCallInstruction,
  ExecutionTracer,
  HostArgument,
  HostCallEnd,
  TracedInstruction,
} from "./execution-tracer.ts";
export * from "./interface.ts";
export { gasPerContractCall, gasPerTransactionMax } from "./limits.ts";
export { detectIsolation, type Isolation } from "./wasm/isolation.ts";
export { createStackBudget, type StackBudget } from "./wasm/stack-budget.ts";
export { createWasmVms } from "./wasm/create-wasm-vms.ts";
export { createGasmVm } from "./wasm/gasm/create-gasm-vm.ts";
export { createWasmerVm } from "./wasm/wasmer/create-wasmer-vm.ts";
export { createWxvmVm } from "./wasm/wxvm/create-wxvm-vm.ts";
export type { WasmVmOptions } from "./wasm/wasm-vm-options.ts";
