export type { CallResult, TestEvent } from "./call-result.ts";
export * from "./contract-chain.ts";
export type { ContractCode } from "./contract-code.ts";
export { contractTestingErrors } from "./errors.ts";
export type { MemberRole, TestMember } from "./identities.ts";
export * from "./load-contract.ts";
export * from "./reports.ts";
export type { TestClock } from "./test-clock.ts";
