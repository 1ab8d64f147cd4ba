import { readBundle, type TrustRoots, verifyChainProof } from "@yanta/proof";
import { type AuditTrail, auditTrail } from "./audit-trail.ts";
import { auditErrors } from "./errors.ts";
import { readSubject } from "./subject.ts";
import { summaryNames, summaryOf } from "./summary.ts";

/**
 * Checks a bundle from a stranger offline: its proofs against the trust roots, that no deed is left out, and that its readable texts say what is proven.
 * Runs in a browser. Errors: PROOF_*, DIRECTORY_*, and those of malformed bytes.
 */
export function verifyAudit(bundle: Uint8Array, roots: TrustRoots): AuditTrail {
  const { manifest, proof, texts } = readBundle(bundle);
  const subject = readSubject(manifest.subject);
  const trail = auditTrail(verifyChainProof(proof, roots), subject);
  const known = new Set(Object.values(summaryNames));
  for (const name of texts.keys()) if (!known.has(name)) throw auditErrors.create("DIRECTORY_AUDIT_WORDS", { name });
  for (const language of ["en", "zh"] as const) {
    const name = summaryNames[language];
    if (texts.get(name) !== summaryOf(trail, language)) throw auditErrors.create("DIRECTORY_AUDIT_WORDS", { name });
  }
  return trail;
}
