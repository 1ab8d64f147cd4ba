/** What checks a commit certificate without a node or an engine; runs in a browser. */
export { appHash, bindingsDigest, firstDigest, nextDigest } from "../app/app-hash.ts";
export { decodeEngineData, type EngineData } from "../app/engine-data.ts";
export { encodeBlockTx } from "../app/engine-tx.ts";
export { type EngineBinding, engineBindingFault, parseEngineBinding } from "../engine/engine-binding.ts";
export { validatorPower } from "../engine/engine-genesis.ts";
export { validatorsOf } from "../governance/validators.ts";
export type { EngineValidatorKey } from "./engine-hashes.ts";
export { decodeSignedHeader, encodeSignedHeader } from "./signed-header.ts";
export { type CertificateVerdict, type CertifiedVotes, verifyCertificate } from "./verify-certificate.ts";
