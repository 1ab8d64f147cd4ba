import type { Certificate } from "@yanta/crypto";
import type { TrustRootConfig } from "@yanta/protocol";
import { readCertificateBundle } from "./certificates.ts";

/** The certificates that a chain trusts. */
export interface TrustRoots {
  /** Root certificates by organisation; the number of organisations is the map's size. */
  readonly rootsByOrg: ReadonlyMap<string, readonly Certificate[]>;
  /** All of them. */
  readonly roots: readonly Certificate[];
  /** Every certificate of every entry, roots too: ChainMaker offers all of them as intermediates. */
  readonly intermediates: readonly Certificate[];
}

export type TrustRootsOutcome =
  | { readonly kind: "roots"; readonly roots: TrustRoots }
  | { readonly kind: "invalid"; readonly message: string };

/**
 * Reads `trust_roots` by ChainMaker's start-up rule: each entry is ordered into a chain, its last certificate must be a
 * CA and becomes a root of the organisation. The text of a failure is ChainMaker's.
 *
 * Spec: access.md §4 step 1.
 */
export function readTrustRoots(entries: readonly TrustRootConfig[]): TrustRootsOutcome {
  const rootsByOrg = new Map<string, Certificate[]>();
  const intermediates: Certificate[] = [];
  for (const entry of entries) {
    const roots: Certificate[] = [];
    for (const bundle of entry.root) {
      const certificates = readCertificateBundle(bundle);
      if (certificates === undefined) return { kind: "invalid", message: "invalid entry int trusted root cert list" };
      const root = topOfChain(certificates);
      if (root === undefined || !root.isCa) {
        return {
          kind: "invalid",
          message: `the certificate configured as root for organization ${entry.orgId} is not a CA certificate`,
        };
      }
      roots.push(root);
      intermediates.push(...certificates);
    }
    rootsByOrg.set(entry.orgId, [...(rootsByOrg.get(entry.orgId) ?? []), ...roots]);
  }
  return { kind: "roots", roots: { rootsByOrg, roots: [...rootsByOrg.values()].flat(), intermediates } };
}

/** The end of the chain that starts at the bundle's lowest certificate (the one that issued none of the others). */
function topOfChain(certificates: readonly Certificate[]): Certificate | undefined {
  let top =
    certificates.find(
      (candidate) => !certificates.some((other) => other !== candidate && other.isIssuedBy(candidate)),
    ) ?? certificates[0];
  const seen = new Set<Certificate>();
  while (top !== undefined && !seen.has(top)) {
    seen.add(top);
    const current: Certificate = top;
    const issuer = certificates.find(
      (candidate) => candidate !== current && !seen.has(candidate) && current.isIssuedBy(candidate),
    );
    if (issuer === undefined) return current;
    top = issuer;
  }
  return top;
}
