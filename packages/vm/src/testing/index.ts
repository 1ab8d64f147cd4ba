export { createFakeChain, createFakeTxContext, installFakeContract, type FakeChain, type FakeTxContext, type FakeTxContextOptions } from "./fake-tx-context.ts";
export { buildScript, requestItems, text, type ScriptStep } from "./built-contract.ts";
export { builtTypes } from "./module-builder.ts";
