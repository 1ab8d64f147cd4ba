export { readAppState } from "./app/app-state.ts";
export { type EngineData, readEngineData } from "./app/engine-data.ts";
export {
  type BlockCertificateVerdict,
  type BlockToCheck,
  checkBlockCertificate,
} from "./certificate/check-block-certificate.ts";
export { CertificateChecker } from "./certificate/certificate-checker.ts";
export { encodeSignedHeader, parseSignedHeader } from "./certificate/signed-header.ts";
export { type CertificateVerdict, type CertifiedVotes, verifyCertificate } from "./certificate/verify-certificate.ts";
export { bindingInConfig, bindingParameter } from "./governance/config-bindings.ts";
export { type ConfigChangeCheck, createConfigCheck } from "./governance/config-check.ts";
export { createCometbftConsensus } from "./cometbft-consensus.ts";
export type { CometbftConsensus, CometbftOptions, CometbftView, EngineClient, EngineStatus } from "./interface.ts";
