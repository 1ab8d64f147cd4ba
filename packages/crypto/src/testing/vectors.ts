import { readFileSync } from "node:fs";
import type { HashAlgorithm } from "../interface.ts";
import type { AddressType } from "../address.ts";
import type { SignatureVector } from "../compliance/backend-compliance.ts";

/** One case of certificate.json. */
export interface CertificateVector {
  readonly cert_pem: string;
  readonly key: string;
  readonly cn: string;
  readonly org: string;
  readonly ou: string;
  readonly public_key_pem: string;
  readonly public_key_raw: string;
  readonly sign_hash_from_cert: HashAlgorithm;
  readonly ski_in_cert: string;
  readonly computed_ski_sha256: string;
  readonly computed_ski_sm3: string;
  readonly cert_id: Readonly<Record<HashAlgorithm, string>>;
  readonly address_from_cert: Readonly<Record<AddressType, { readonly str: string; readonly int: string }>>;
  readonly address_from_public_key: Readonly<Record<string, string>>;
}

/** One case of node_id.json. */
export interface NodeIdVector {
  readonly node_id: string;
  readonly tls_cert_pem?: string;
  readonly public_key_pem?: string;
}

const thirdParty = new URL("../../../../third_party/", import.meta.url);

export function readSignatureVectors(): readonly SignatureVector[] {
  return readCases("signature.json") as readonly SignatureVector[];
}

export function readCertificateVectors(): readonly CertificateVector[] {
  return readCases("certificate.json") as readonly CertificateVector[];
}

export function readNodeIdVectors(): readonly NodeIdVector[] {
  return readCases("node_id.json") as readonly NodeIdVector[];
}

/** Text of a file of third_party, by its path there. */
export function readThirdParty(path: string): string {
  return readFileSync(new URL(path, thirdParty), "utf8");
}

function readCases(name: string): readonly unknown[] {
  const { cases } = JSON.parse(readThirdParty(`chainmaker-vectors/${name}`)) as { cases: readonly unknown[] };
  return cases;
}
