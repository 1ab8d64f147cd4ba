// What needs no connection: payloads, signatures, requests. For browsers and for machines that only sign.
export { payloadToBytes } from "./payload.ts";
export { signRequest, type SignedRequest, type SigningParts } from "./request.ts";
export { createCertificateSigner, endorse, type CertificateSignerOptions, type Signer } from "./signer.ts";
