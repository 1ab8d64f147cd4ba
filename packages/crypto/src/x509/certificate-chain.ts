import { equalBytes } from "@yanta/bytes";
import type { Certificate } from "../interface.ts";
import { chainLengthMax, chainSignatureChecksMax } from "../limits.ts";

/** What a chain is searched for, among what, and when. */
export interface VerifyCertificateChainOptions {
  readonly leaf: Certificate;
  readonly intermediates: readonly Certificate[];
  readonly roots: readonly Certificate[];
  readonly unixSeconds: bigint;
}

/** Why there is no chain; names follow Go's x509 errors. */
export type CertificateChainFault =
  | "expired"
  | "notYetValid"
  | "unknownAuthority"
  | "notAuthorizedToSign"
  | "tooManyIntermediates"
  | "unhandledCriticalExtension"
  | "signatureCheckLimit";

/** All chains found, leaf first and root last; or the reason, and Go's text for it. */
export type CertificateChainResult =
  | { readonly kind: "valid"; readonly chains: readonly (readonly Certificate[])[] }
  | { readonly kind: "invalid"; readonly reason: CertificateChainFault; readonly message: string };

/**
 * Searches chains from a leaf to a root as Go's `x509.Certificate.Verify` does with any extended key usage and no host name:
 * a leaf that is itself a root is a chain; validity, CA flag, path length and critical extensions count for every
 * certificate, key usage for signers. Two bounds of ours: `chainLengthMax` and `chainSignatureChecksMax`.
 * Spec: access.md §4 step 2; Go crypto/x509 verify.go.
 */
export function verifyCertificateChain(options: VerifyCertificateChainOptions): CertificateChainResult {
  const { leaf, roots, unixSeconds } = options;
  const fault = findFault(leaf, "leaf", [], unixSeconds);
  if (fault !== undefined) return fault;
  if (roots.some((root) => isSame(root, leaf))) return { kind: "valid", chains: [[leaf]] };
  const search: ChainSearch = { ...options, chains: [], signatureChecks: 0 };
  const lastFault = extendChain(search, [leaf]);
  return search.chains.length > 0 ? { kind: "valid", chains: search.chains } : lastFault;
}

type Fault = Extract<CertificateChainResult, { kind: "invalid" }>;

interface ChainSearch extends VerifyCertificateChainOptions {
  readonly chains: (readonly Certificate[])[];
  signatureChecks: number;
}

/** Adds every chain that starts with `chain` to the search; answers a fault that ended a branch. */
function extendChain(search: ChainSearch, chain: readonly [Certificate, ...Certificate[]]): Fault {
  const child = chain.at(-1) ?? chain[0];
  let fault: Fault | undefined;
  let hint = "";
  for (const { candidate, isRoot } of findPotentialParents(search, child)) {
    if (chain.some((certificate) => isSame(certificate, candidate))) continue;
    if (search.signatureChecks >= chainSignatureChecksMax) return signatureCheckLimit;
    search.signatureChecks++;
    const signatureFault = findSignatureFault(candidate, child);
    if (signatureFault !== undefined) {
      hint ||= ` (possibly because of ${quote(signatureFault)} while trying to verify candidate authority certificate ${quote(nameOf(candidate))})`;
      continue;
    }
    const parentFault = findFault(candidate, isRoot ? "root" : "intermediate", chain, search.unixSeconds);
    if (parentFault !== undefined) fault = parentFault;
    else if (isRoot) search.chains.push([...chain, candidate]);
    else if (chain.length < chainLengthMax - 1) fault = extendChain(search, [...chain, candidate]);
  }
  return fault ?? invalid("unknownAuthority", `x509: certificate signed by unknown authority${hint}`);
}

const signatureCheckLimit: Fault = {
  kind: "invalid",
  reason: "signatureCheckLimit",
  message: "x509: signature check attempts limit reached while verifying certificate chain",
};

/** Roots, then intermediates, whose subject is the child's issuer; of each pool those with the named key identifier first. */
function findPotentialParents(search: ChainSearch, child: Certificate): readonly PotentialParent[] {
  const isNamed = (candidate: Certificate) => equalBytes(candidate.subjectNameDer, child.issuerNameDer);
  const byRank = (pool: readonly Certificate[]) =>
    pool.filter(isNamed).sort((a, b) => keyIdRank(a, child) - keyIdRank(b, child));
  return [
    ...byRank(search.roots).map((candidate) => ({ candidate, isRoot: true })),
    ...byRank(search.intermediates).map((candidate) => ({ candidate, isRoot: false })),
  ];
}

interface PotentialParent {
  readonly candidate: Certificate;
  readonly isRoot: boolean;
}

/** 0 for equal key identifiers, 1 when one is missing, 2 for different ones. */
function keyIdRank({ subjectKeyId }: Certificate, { authorityKeyId }: Certificate): number {
  if (subjectKeyId === undefined || authorityKeyId === undefined) return 1;
  return equalBytes(subjectKeyId, authorityKeyId) ? 0 : 2;
}

/** Go's CheckSignatureFrom: its text for a parent that may not or did not sign; undefined when it did. */
function findSignatureFault(parent: Certificate, child: Certificate): string | undefined {
  const mayBeCa = parent.hasBasicConstraints ? parent.isCa : parent.version < 3;
  const maySign = parent.keyUsage.size === 0 || parent.keyUsage.has("keyCertSign");
  if (!mayBeCa || !maySign) return "x509: invalid signature: parent certificate cannot sign this kind of certificate";
  if (child.isIssuedBy(parent)) return undefined;
  const { algorithm } = parent.publicKey;
  return algorithm === "RSA"
    ? "crypto/rsa: verification error"
    : `x509: ${algorithm.split("_")[0] ?? ""} verification failure`;
}

/** Go's isValid: what is wrong with a certificate above `chain`, whatever its signature. */
function findFault(
  certificate: Certificate,
  kind: "leaf" | "intermediate" | "root",
  chain: readonly Certificate[],
  unixSeconds: bigint,
): Fault | undefined {
  if (certificate.unhandledCriticalOids.length > 0) {
    return invalid("unhandledCriticalExtension", "x509: unhandled critical extension");
  }
  const expired = "x509: certificate has expired or is not yet valid: current time";
  if (unixSeconds < certificate.notBefore) {
    return invalid("notYetValid", `${expired} ${toRfc3339(unixSeconds)} is before ${toRfc3339(certificate.notBefore)}`);
  }
  if (unixSeconds > certificate.notAfter) {
    return invalid("expired", `${expired} ${toRfc3339(unixSeconds)} is after ${toRfc3339(certificate.notAfter)}`);
  }
  if (kind === "intermediate" && !(certificate.hasBasicConstraints && certificate.isCa)) {
    return invalid("notAuthorizedToSign", "x509: certificate is not authorized to sign other certificates");
  }
  if (certificate.pathLengthMax !== undefined && chain.length - 1 > certificate.pathLengthMax) {
    return invalid("tooManyIntermediates", "x509: too many intermediates for path length constraint");
  }
  return undefined;
}

function invalid(reason: CertificateChainFault, message: string): Fault {
  return { kind: "invalid", reason, message };
}

function isSame(a: Certificate, b: Certificate): boolean {
  return a === b || equalBytes(a.der, b.der);
}

/** The name under which Go speaks of a certificate. */
function nameOf({ subject, serialHex }: Certificate): string {
  return subject.commonName || subject.organization[0] || `serial:${BigInt(`0x${serialHex}`)}`;
}

/** Go's %q for the texts that occur here. */
function quote(text: string): string {
  return JSON.stringify(text);
}

/** RFC 3339 in UTC; the plain number of seconds outside the years 0 to 9999, which block timestamps can claim. */
function toRfc3339(unixSeconds: bigint): string {
  if (unixSeconds < -62_167_219_200n || unixSeconds > 253_402_300_799n) return `${unixSeconds}`;
  return new Date(Number(unixSeconds) * 1000).toISOString().replace(".000Z", "Z");
}
