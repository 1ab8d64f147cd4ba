import {
  binaryStringToText,
  bytesToBinaryString,
  bytesToHex,
  bytesToUtf8,
  equalBytes,
  textToBinaryString,
  type BinaryString,
} from "@yanta/bytes";
import type { Certificate } from "@yanta/crypto";
import { readCertificate, readRevocationList } from "./certificates.ts";
import { certManageContract, frozenListKey, revocationListKey } from "./cert-manage-keys.ts";
import { identityErrors } from "./errors.ts";
import type { StateReader } from "./interface.ts";
import type { TrustRoots } from "./trust-roots.ts";

/** Why a certificate that chains to a root may not be used; undefined = it may. */
export type RevocationCheck = (
  chain: readonly Certificate[],
) => "certificate is revoked" | "certificate is frozen" | undefined;

/**
 * Loads revocation lists and frozen certificates from CERT_MANAGE's state. A list that no trusted root signed counts for
 * nothing (its root may have been removed since), as in ChainMaker.
 * Errors: IDENTITY_STATE_BROKEN when an index names a key that is not there or holds no certificate.
 *
 * Spec: access.md §4 steps 4, 5.
 */
export function loadRevocations(state: StateReader, trustRoots: TrustRoots): RevocationCheck {
  const revokedByAuthority = loadRevoked(state, trustRoots);
  const frozen = loadFrozen(state);
  return (chain) => {
    for (const certificate of chain) {
      const authority = certificate.authorityKeyId;
      if (authority !== undefined && revokedByAuthority.get(bytesToHex(authority))?.has(certificate.serialHex) === true)
        return "certificate is revoked";
    }
    const [leaf] = chain;
    return leaf !== undefined && frozen.has(signedIdentity(leaf)) ? "certificate is frozen" : undefined;
  };
}

function loadRevoked(state: StateReader, trustRoots: TrustRoots): ReadonlyMap<string, ReadonlySet<string>> {
  const revoked = new Map<string, ReadonlySet<string>>();
  for (const [, value] of readIndexed(state, revocationListKey)) {
    const list = readRevocationList(value);
    const authority = list?.authorityKeyId;
    if (list === undefined || authority === undefined) continue;
    const issuer = trustRoots.intermediates.find(
      ({ subjectKeyId }) => subjectKeyId !== undefined && equalBytes(subjectKeyId, authority),
    );
    if (issuer !== undefined && list.isSignedBy(issuer)) revoked.set(bytesToHex(authority), list.revokedSerialsHex);
  }
  return revoked;
}

/**
 * What a certificate's signature covers and nobody but its CA can change. The DER itself would not do: of an ECDSA
 * signature anybody can make a second valid one, and so another DER of the same certificate.
 */
function signedIdentity({ issuerNameDer, serialHex, publicKey }: Certificate): BinaryString {
  return `${bytesToBinaryString(issuerNameDer)}#${serialHex}#${bytesToBinaryString(publicKey.spkiDer)}`;
}

function loadFrozen(state: StateReader): ReadonlySet<BinaryString> {
  const frozen = new Set<BinaryString>();
  for (const [key, value] of readIndexed(state, frozenListKey)) {
    const certificate = readCertificate(value);
    if (certificate === undefined)
      throw identityErrors.create("IDENTITY_STATE_BROKEN", { key: binaryStringToText(key) });
    frozen.add(signedIdentity(certificate));
  }
  return frozen;
}

/** Entries of a JSON array of keys in CERT_MANAGE's state. */
function readIndexed(state: StateReader, indexKey: BinaryString): [BinaryString, Uint8Array][] {
  const index = state(certManageContract, indexKey);
  if (index === undefined || index.length === 0) return [];
  return parseKeys(index, indexKey).map((name) => {
    const key = textToBinaryString(name);
    const value = state(certManageContract, key);
    if (value === undefined) throw identityErrors.create("IDENTITY_STATE_BROKEN", { key: binaryStringToText(key) });
    return [key, value];
  });
}

function parseKeys(index: Uint8Array, indexKey: BinaryString): readonly string[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytesToUtf8(index));
  } catch (cause) {
    throw identityErrors.create("IDENTITY_STATE_BROKEN", { key: indexKey }, cause);
  }
  // Go writes a nil slice as `null`.
  if (parsed === null) return [];
  if (!Array.isArray(parsed) || !parsed.every((name) => typeof name === "string")) {
    throw identityErrors.create("IDENTITY_STATE_BROKEN", { key: indexKey });
  }
  return parsed;
}
