import { equalBytes, hexToBytes } from "@yanta/bytes";
import { rootOfPath, type TrustRoots } from "@yanta/proof";
import { type ProvenAnchor, verifyAnchor } from "./anchor.ts";
import type { CertificateFile, CohortFile } from "./certificate-file.ts";
import { leafOf } from "./cohort-tree.ts";
import type { Credential, StatusList } from "./credential.ts";
import { keyIdOf } from "./did-key.ts";
import { certificateErrors } from "./errors.ts";
import { verifySignature } from "./sign-credential.ts";
import { checkStatus } from "./status-list.ts";

/** What a verifier knows from elsewhere, never from the one who shows a certificate. */
export interface CertificateTrust {
  /** DIDs of institutions. */
  readonly issuers: readonly string[];
  /** The chain that anchors are looked for on; without it none is. */
  readonly chain: TrustRoots | undefined;
}

export interface CertificateToVerify {
  readonly certificate: CertificateFile;
  readonly statusList: StatusList | undefined;
  readonly cohort: CohortFile | undefined;
  readonly trust: CertificateTrust;
  /** The verifier's clock. */
  readonly unixSeconds: number;
}

/** In the order in which they are made and shown. */
export const checkNames = ["signature", "issuer", "time", "status", "cohort", "anchor"] as const;

export type CheckName = (typeof checkNames)[number];

/** What a check came to. `unknown`: something that it needs was not given. */
export type CheckOutcome =
  | { readonly kind: "holds" }
  | { readonly kind: "fails"; readonly error: unknown }
  | { readonly kind: "unknown" };

export interface VerifiedCertificate {
  /** `valid`: all checks hold. `incomplete`: none fails, some could not be made. */
  readonly verdict: "valid" | "incomplete" | "invalid";
  readonly checks: Readonly<Record<CheckName, CheckOutcome>>;
  readonly credential: Credential;
  /** When the anchor holds. */
  readonly anchor: ProvenAnchor | undefined;
  /** The status list's time, when there is one. */
  readonly statusAsOf: string | undefined;
}

/** Checks a certificate with nothing but its arguments: no network, no clock of its own. Runs in a browser. */
export async function verifyCertificate(given: CertificateToVerify): Promise<VerifiedCertificate> {
  const { certificate, cohort, statusList, trust, unixSeconds } = given;
  const { credential } = certificate;
  let anchor: ProvenAnchor | undefined;
  const checks: Record<CheckName, CheckOutcome> = {
    signature: await outcomeOf(() => checkSignature(credential, credential.issuer.id)),
    issuer: await outcomeOf(() => checkIssuer(credential, trust)),
    time: await outcomeOf(() => checkTime(credential, unixSeconds)),
    status:
      statusList === undefined
        ? { kind: "unknown" }
        : await outcomeOf(async () => {
            await checkSignature(statusList, statusList.issuer);
            checkStatus(credential, statusList);
          }),
    cohort:
      cohort === undefined || certificate.place === undefined
        ? { kind: "unknown" }
        : await outcomeOf(() => checkPlace(certificate, cohort)),
    anchor:
      cohort === undefined || trust.chain === undefined
        ? { kind: "unknown" }
        : await outcomeOf(() => void (anchor = trust.chain && verifyAnchor(cohort, trust.chain))),
  };
  const kinds = new Set(Object.values(checks).map(({ kind }) => kind));
  const verdict = kinds.has("fails") ? "invalid" : kinds.has("unknown") ? "incomplete" : "valid";
  return { verdict, checks, credential, anchor, statusAsOf: statusList?.validFrom };
}

async function outcomeOf(check: () => void | Promise<void>): Promise<CheckOutcome> {
  try {
    await check();
    return { kind: "holds" };
  } catch (error) {
    return { kind: "fails", error };
  }
}

/** The proof is the issuer's own: any key may sign, only one may sign for it. */
async function checkSignature(credential: Credential | StatusList, issuer: string): Promise<void> {
  if (credential.proof.verificationMethod !== keyIdOf(issuer))
    throw certificateErrors.create("ACADEMY_CERTIFICATE_SIGNATURE", { reason: credential.proof.verificationMethod });
  await verifySignature(credential);
}

function checkIssuer({ issuer }: Credential, { issuers }: CertificateTrust): void {
  if (!issuers.includes(issuer.id)) throw certificateErrors.create("ACADEMY_CERTIFICATE_ISSUER", { issuer: issuer.id });
}

function checkTime({ validFrom: from, validUntil: until }: Credential, unixSeconds: number): void {
  const isEarly = Date.parse(from) / 1000 > unixSeconds;
  const isLate = until !== undefined && Date.parse(until) / 1000 < unixSeconds;
  if (isEarly || isLate) throw certificateErrors.create("ACADEMY_CERTIFICATE_TIME", { from, until: until ?? "∞" });
}

function checkPlace({ credential, place }: CertificateFile, { cohort, count, issuer, root }: CohortFile): void {
  const path = (place?.path ?? []).map((hash) => hexToBytes(hash) ?? new Uint8Array(0));
  const reached = rootOfPath("SHA256", leafOf(credential), { index: place?.index ?? -1, count, path });
  const isHere = place?.cohort === cohort && credential.issuer.id === issuer;
  const isItsIndex = credential.credentialStatus.statusListIndex === String(place?.index);
  if (!isHere || !isItsIndex || reached === undefined || !equalBytes(reached, root))
    throw certificateErrors.create("ACADEMY_CERTIFICATE_NOT_IN_COHORT", { cohort });
}
