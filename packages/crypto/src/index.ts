export { cryptoErrors } from "./errors.ts";
export { hashBytes, isHashAlgorithm, keccak256 } from "./hash.ts";
export * from "./interface.ts";
export { generatePrivateKey } from "./keys/generate.ts";
export { parsePrivateKey } from "./keys/private-key.ts";
export { parsePublicKey, publicKeyFromBits } from "./keys/public-key.ts";
export { encodePem, parsePemBlocks, type PemBlock } from "./pem.ts";
export { randomBytes, type RandomBytes } from "./random.ts";
export { isCertificateValidAt, parseCertificate, parseCertificates } from "./x509/certificate.ts";
export {
  verifyCertificateChain,
  type CertificateChainFault,
  type CertificateChainResult,
  type VerifyCertificateChainOptions,
} from "./x509/certificate-chain.ts";
