import { createHash } from "node:crypto";
import { bytesToBase58, generatePrivateKey, keccak256, type PrivateKey } from "@yanta/crypto";

/** An identity with its SM2 key and its signed document. */
export interface SampleDid {
  readonly key: PrivateKey;
  readonly did: string;
  readonly methodId: string;
  readonly document: Record<string, unknown>;
  readonly text: string;
}

export function createDid(method: "cm" | "cnbn" = "cm", extra: Record<string, unknown> = {}): SampleDid {
  const key = generatePrivateKey("SM2");
  const { pem, spkiDer } = key.publicKey;
  const address = Buffer.from(keccak256(spkiDer).subarray(12)).toString("hex");
  const hash = createHash("sha256").update(pem).digest();
  const did = `did:${method}:${method === "cm" ? bytesToBase58(hash) : address}`;
  const methodId = `${did}#keys-0`;
  const document = {
    "@context": "https://www.w3.org/ns/did/v1",
    id: did,
    created: "2026-01-01T00:00:00Z",
    verificationMethod: [{ id: methodId, type: "SM2", controller: did, publicKeyPem: pem, address }],
    authentication: [methodId],
    ...extra,
  };
  return { key, did, methodId, document, text: sign(document, { key, methodId }) };
}

/** A document with a proof by a key: pretty-printed, since the proof is over the compact form. */
export function sign(document: Record<string, unknown>, by: { key: PrivateKey; methodId: string }): string {
  const proofValue = Buffer.from(by.key.sign(new TextEncoder().encode(JSON.stringify(document)), "SM3")).toString(
    "base64",
  );
  const proof = { type: "SM2Signature", proofPurpose: "assertionMethod", verificationMethod: by.methodId, proofValue };
  return JSON.stringify({ ...document, proof }, undefined, 2);
}
