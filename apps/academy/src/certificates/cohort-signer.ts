import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { concatBytes, utf8ToBytes } from "@yanta/bytes";
import { bytesToBase58, hashBytes, type SigningKey } from "@yanta/crypto";
import { type Award, type Cohort, createCredential, type Credential, type UnsignedCredential } from "./credential.ts";
import { keyIdOf } from "./did-key.ts";
import { credentialContext, loadDocument } from "./document-loader.ts";
import { certificateErrors } from "./errors.ts";

/** Signs the certificates of one cohort; all of them have the same texts but for a few places. */
export type CohortSigner = (award: Award) => Credential;

/** Stands in the pattern where awards differ. No value of an award needs escaping in N-Quads: letters, digits, colons and hyphens. */
const marks = {
  uuid: "00000000-0000-4000-8000-00000000a0a0",
  learner: `urn:yanta:learner:${"0a".repeat(16)}`,
  score: "99",
  workHash: "0b".repeat(32),
  index: 1_048_575,
} satisfies Award;

/** Differs from the marks in each place. */
const probe = {
  uuid: "fedcba98-7654-4321-8fed-cba987654321",
  learner: `urn:yanta:learner:${"c1".repeat(16)}`,
  score: "7",
  workHash: "d2".repeat(32),
  index: 0,
} satisfies Award;

/**
 * Makes a signer that canonicalises a cohort's pattern once instead of each certificate: no node is without an id, so the canonical form of a certificate is that of the
 * pattern with its values put in and its lines sorted. A hundred times faster than canonicalising; `cohort-signer.test.ts` holds both against each other.
 * Spec: W3C RDF Dataset Canonicalization 1.0 §4.4; W3C Data Integrity EdDSA Cryptosuites 1.0 §3.2.
 */
export async function createCohortSigner(cohort: Cohort, key: SigningKey, created: string): Promise<CohortSigner> {
  const proof: Omit<Credential["proof"], "proofValue"> = {
    type: "DataIntegrityProof",
    created,
    verificationMethod: keyIdOf(cohort.issuer.did),
    cryptosuite: "eddsa-rdfc-2022",
    proofPurpose: "assertionMethod",
  };
  const proofHash = hashText(await canonicalize({ "@context": credentialContext, ...proof }));
  const pattern = linesOf(await canonicalize(createCredential(cohort, marks)));
  const canonicalOf = (award: Award): string =>
    pattern
      .map((line) => fill(line, award))
      .toSorted(compareLines)
      .join("");
  // A cohort whose own texts look like marks, or that has a node without an id, is not signed wrongly: it is not signed.
  if (canonicalOf(probe) !== (await canonicalize(createCredential(cohort, probe))))
    throw certificateErrors.create("ACADEMY_CERTIFICATE_UNREADABLE", {
      what: { en: "a cohort", zh: "届次" },
      reason: cohort.id,
    });
  return (award) => {
    const credential: UnsignedCredential = createCredential(cohort, award);
    const signature = key.sign(concatBytes(proofHash, hashText(canonicalOf(award))), "SHA256");
    return { ...credential, proof: { ...proof, proofValue: `z${bytesToBase58(signature)}` } };
  };
}

/** The line of the result's value: a bare "99" may also be a text of the cohort. */
const scoreLine = `<urn:yanta:result:${marks.uuid}> <https://schema.org/value> "${marks.score}" .\n`;

function fill(line: string, award: Award): string {
  const filled = line === scoreLine ? line.replace(`"${marks.score}"`, `"${award.score}"`) : line;
  return filled
    .replaceAll(marks.uuid, award.uuid)
    .replaceAll(marks.learner, award.learner)
    .replaceAll(marks.workHash, award.workHash)
    .replace(`/status#${marks.index}>`, `/status#${award.index}>`)
    .replace(`statusListIndex> "${marks.index}"`, `statusListIndex> "${award.index}"`);
}

function canonicalize(document: object): Promise<string> {
  return cryptosuite.canonize(document, { documentLoader: loadDocument });
}

function linesOf(text: string): readonly string[] {
  return text.split(/(?<=\n)/);
}

/** Texts of a cohort come after what tells two lines apart, which is ASCII: code units and code points sort the same. */
function compareLines(one: string, other: string): number {
  return one < other ? -1 : 1;
}

function hashText(text: string): Uint8Array {
  return hashBytes("SHA256", utf8ToBytes(text));
}
