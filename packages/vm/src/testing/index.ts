export { createFakeChain, createFakeTxContext, installFakeContract, type FakeChain, type FakeTxContext, type FakeTxContextOptions } from "./fake-tx-context.ts";
