export { readAppState } from "./app/app-state.ts";
export { type EngineData, readEngineData } from "./app/engine-data.ts";
export { type CertificateVerdict, type CertifiedVotes, verifyCertificate } from "./certificate/verify-certificate.ts";
export { createCometbftConsensus } from "./cometbft-consensus.ts";
export type { CometbftConsensus, CometbftOptions, CometbftView, EngineClient, EngineStatus } from "./interface.ts";
