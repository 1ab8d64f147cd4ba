export { addressFromPublicKey, addressTypes, type AddressOwner, type AddressType } from "./address.ts";
export { bytesToBase58 } from "./base58.ts";
export { cryptoErrors } from "./errors.ts";
export { hashBytes, hashParts, isHashAlgorithm, keccak256 } from "./hash.ts";
export * from "./interface.ts";
export { generatePrivateKey } from "./keys/generate.ts";
export { parsePrivateKey } from "./keys/private-key.ts";
export { parsePublicKey, publicKeyFromBits } from "./keys/public-key.ts";
export { nodeIdFromPublicKey } from "./node-id.ts";
export { encodePem, isPem, parseFirstPemBlock, parsePemBlocks, type PemBlock } from "./pem.ts";
export { randomBytes, type RandomBytes } from "./random.ts";
export { isCertificateValidAt, parseCertificate, parseCertificates } from "./x509/certificate.ts";
export {
  verifyCertificateChain,
  type CertificateChainFault,
  type CertificateChainResult,
  type VerifyCertificateChainOptions,
} from "./x509/certificate-chain.ts";
export { parseCrl } from "./x509/crl.ts";
export { issueCertificate, type ExtendedKeyUsage, type IssueCertificateRequest } from "./x509/issue-certificate.ts";
export { issueCrl, type IssueCrlRequest } from "./x509/issue-crl.ts";
export { computeSubjectKeyId } from "./x509/subject-key-id.ts";
export {
  issueChainmakerCertificate,
  type ChainmakerCertificateRequest,
  type ChainmakerRole,
} from "./x509/chainmaker-certificate.ts";
