import { bytesToBase64, bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { bytesToBase58, hashBytes, keccak256, type PublicKey, type SigningKey } from "@yanta/crypto";
import type { Credential } from "./credential.ts";

/**
 * The same certificate for ChainMaker's CMDID: a credential of the first data model, signed with SM2. It is a document of its own, as the two standards share neither fields
 * nor proof; `VerifyVc` of the contract judges it. Bytes: JSON without the proof, in the order in which it is written, without spaces.
 * Spec: cmdid-sm2.json; contracts/README.md "CMDID".
 */
export function signCmdidCredential(credential: Credential, key: SigningKey, created: string): string {
  const did = cmdidOf(key.publicKey);
  const { achievement, id: learner, result } = credential.credentialSubject;
  const document = {
    "@context": ["https://www.w3.org/2018/credentials/v1"],
    id: credential.id,
    type: ["VerifiableCredential", "AchievementCredential"],
    issuer: did,
    issuanceDate: credential.validFrom,
    ...(credential.validUntil === undefined ? {} : { expirationDate: credential.validUntil }),
    credentialSubject: {
      id: learner,
      achievement: achievement.id,
      name: achievement.name,
      issuerName: credential.issuer.name,
      score: result[0].value,
      work: credential.evidence[0].id,
    },
  };
  return signSm2(document, key, created);
}

/** The document that registers an issuer: for `AddDidDocument`, then `AddTrustIssuer` by the contract's creator. */
export function cmdidDocument(key: SigningKey, created: string): string {
  const did = cmdidOf(key.publicKey);
  const { pem, spkiDer } = key.publicKey;
  const address = bytesToHex(keccak256(spkiDer).subarray(12));
  const method = { id: `${did}#keys-0`, type: "SM2", controller: did, publicKeyPem: pem, address };
  const document = {
    "@context": ["https://www.w3.org/ns/did/v1"],
    id: did,
    created,
    updated: created,
    verificationMethod: [method],
    authentication: [method.id],
  };
  return signSm2(document, key, created);
}

/** `did:cm:` and the SHA-256 of the key's PEM text with its final newline. */
function cmdidOf({ pem }: PublicKey): string {
  return `did:cm:${bytesToBase58(hashBytes("SHA256", utf8ToBytes(pem)))}`;
}

function signSm2(document: object, key: SigningKey, created: string): string {
  const proof = {
    type: "SM2Signature",
    created,
    proofPurpose: "assertionMethod",
    verificationMethod: `${cmdidOf(key.publicKey)}#keys-0`,
    proofValue: bytesToBase64(key.sign(utf8ToBytes(JSON.stringify(document)), "SM3")),
  };
  return JSON.stringify({ ...document, proof });
}
