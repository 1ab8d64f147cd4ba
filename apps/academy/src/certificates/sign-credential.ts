import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import type { SigningKey } from "@yanta/crypto";
import signatures from "jsonld-signatures";
import { didOfKey, keyIdOf } from "./did-key.ts";
import { loadDocument } from "./document-loader.ts";
import { certificateErrors } from "./errors.ts";

/** Signs any credential with a Data Integrity proof, `eddsa-rdfc-2022`. `created` is `2026-11-24T00:00:00Z`. Spec: W3C Data Integrity EdDSA Cryptosuites 1.0 §3.2. */
export async function signCredential(credential: object, key: SigningKey, created: string): Promise<object> {
  const signer = {
    id: keyIdOf(didOfKey(key.publicKey)),
    algorithm: "Ed25519",
    // Ed25519 hashes by itself; the algorithm's name is not looked at.
    sign: async ({ data }: { readonly data: Uint8Array }) => key.sign(data, "SHA256"),
  };
  return signatures.sign(credential, {
    suite: new DataIntegrityProof({ signer, date: created, cryptosuite }),
    purpose: new signatures.purposes.AssertionProofPurpose(),
    documentLoader: loadDocument,
  });
}

/** Checks the proof of a credential against the key that it names. Errors: ACADEMY_CERTIFICATE_SIGNATURE. */
export async function verifySignature(credential: object): Promise<void> {
  const { verified, error } = await signatures.verify(credential, {
    suite: new DataIntegrityProof({ cryptosuite }),
    purpose: new signatures.purposes.AssertionProofPurpose(),
    documentLoader: loadDocument,
  });
  if (!verified)
    throw certificateErrors.create("ACADEMY_CERTIFICATE_SIGNATURE", {
      reason: (error?.errors ?? [error]).map((each) => each?.message ?? "").join("; "),
    });
}
