export { buildContract, buildScript, requestItems, type ScriptStep } from "./built-contract.ts";
export { buildWxvmContract, buildWxvmScript, type WxvmStep } from "./built-wxvm-contract.ts";
export {
  createFakeChain,
  createFakeTxContext,
  installFakeContract,
  type FakeChain,
  type FakeTxContext,
  type FakeTxContextOptions,
} from "./fake-tx-context.ts";
export { fuzzModules, type ModuleFuzzResult } from "./module-fuzz.ts";
export { readContract } from "./read-contract.ts";
export { vmComplianceSuite, type VmComplianceOptions } from "./vm-compliance.ts";
