import { bytesToHex, bytesToUtf8 } from "@yanta/bytes";
import { readCohortFile, readStatusList } from "../certificates/certificate-file.ts";
import { leafOf } from "../certificates/cohort-tree.ts";
import { openCertificate } from "../certificates/open-certificate.ts";
import { isTrustFile, readTrust } from "../certificates/read-trust.ts";
import { type VerifiedCertificate, verifyCertificate } from "../certificates/verify-certificate.ts";

/** Files that somebody put onto the page. */
export interface GivenFiles {
  readonly certificate: File;
  /** Cohort's file and status list, told apart by what is in them. */
  readonly evidence: readonly File[];
  readonly trust: readonly File[];
  /** What a QR code brought along, `UUID/HASH`; empty without one. */
  readonly paper: string;
}

export interface Judged extends VerifiedCertificate {
  /** Whether it is the paper's; undefined without a paper. */
  readonly isOfPaper: boolean | undefined;
}

/** Errors: ACADEMY_CERTIFICATE_UNREADABLE, those of trust roots. */
export async function judge({ certificate, evidence, trust, paper }: GivenFiles): Promise<Judged> {
  const file = openCertificate(await bytesOf(certificate));
  const given = await Promise.all(evidence.map(bytesOf));
  const cohort = given.find((bytes) => bytesToUtf8(bytes).includes("yanta-cohort/1"));
  const status = given.find((bytes) => bytesToUtf8(bytes).includes("BitstringStatusListCredential"));
  const roots = await Promise.all(
    trust.filter(({ name }) => isTrustFile(name)).map(async (each) => ({ name: each.name, text: await each.text() })),
  );
  const verified = await verifyCertificate({
    certificate: file,
    cohort: cohort === undefined ? undefined : readCohortFile(cohort),
    statusList: status === undefined ? undefined : readStatusList(bytesToUtf8(status)),
    trust: readTrust(roots),
    unixSeconds: Math.floor(Date.now() / 1000),
  });
  const { credential } = verified;
  const own = `${credential.id.slice("urn:uuid:".length)}/${bytesToHex(leafOf(credential))}`;
  return { ...verified, isOfPaper: paper === "" ? undefined : paper === own };
}

async function bytesOf(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}
