import { base64ToBytes, Json, Sm2PublicKey } from "@yanta/contract-sdk";

/** The public key that a document's verification method has; ends the call when there is none of SM2. */
export function keyOf(document: Json, methodId: string): Sm2PublicKey {
  const methods = document.get("verificationMethod");
  for (let i = 0; methods != null && methods.isArray && i < methods.length; i++) {
    const method = methods.at(i);
    if (fullId(document, method.textOf("id")) != fullId(document, methodId)) continue;
    const key = Sm2PublicKey.fromPem(method.textOf("publicKeyPem"));
    if (key == null) throw new Error("CMDID: the key " + methodId + " is no SM2 key");
    return key;
  }
  throw new Error("CMDID: no verification method " + methodId);
}

/** A key may be named by its fragment alone, within its own document. */
function fullId(document: Json, methodId: string): string {
  return methodId.startsWith("#") ? document.textOf("id") + methodId : methodId;
}

/** The proofs of a document: one, or a list of them. */
export function proofsOf(document: Json): Json[] {
  const proof = document.get("proof");
  assert(proof != null && (proof.isObject || proof.length > 0), "CMDID: a document without proof");
  if (proof!.isObject) return [proof!];
  const proofs: Json[] = [];
  for (let i = 0; i < proof!.length; i++) proofs.push(proof!.at(i));
  return proofs;
}

/** The DID before the `#` of a key's name. */
export function didOf(methodId: string): string {
  const end = methodId.indexOf("#");
  return end < 0 ? methodId : methodId.substring(0, end);
}

/** Checks a signature over the document without its proofs and without spaces. */
export function checkProof(document: Json, proof: Json, key: Sm2PublicKey): void {
  const signed = Uint8Array.wrap(String.UTF8.encode(document.compact("proof")));
  const signature = base64ToBytes(proof.textOf("proofValue"), "CMDID: proofValue");
  assert(key.verify(signed, signature), "CMDID: the proof of " + proof.textOf("verificationMethod") + " is wrong");
}
