import { bytesToHex, equalBytes, utf8ToBytes } from "@yanta/bytes";
import {
  encodePem,
  parseCertificates,
  parseCrl,
  parsePemBlocks,
  type Certificate,
  type CertificateRevocationList,
} from "@yanta/crypto";
import { certManageContract, revocationListKey } from "@yanta/identity";
import type { ChainConfig } from "@yanta/protocol";
import { createNativeEvent, nativeTopics } from "../contract-event.ts";
import type { NativeMethod } from "../interface.ts";
import { refuse, succeedWithText } from "../outcome.ts";
import { parameterText } from "../parameters.ts";
import { readKeyList, writeKeyList } from "./state-list.ts";

type ParsedLists =
  | { readonly kind: "lists"; readonly lists: readonly SignedList[] }
  | { readonly kind: "refused"; readonly message: string };

interface SignedList {
  readonly list: CertificateRevocationList;
  readonly authorityHex: string;
}

/**
 * CERTS_REVOKE: `cert_crl` holds one or more CRLs in PEM, each signed by the trust root that its authority key id names.
 * A CRL replaces the one of the same authority. The result is the keys `c_<hex of the authority key id>`, joined.
 *
 * Spec: system-contracts.md §5, access.md §4 "CRL acceptance".
 */
export const revokeCertificates: NativeMethod = (context, parameters) => {
  if (!parameters.has("cert_crl")) return refuse("certManage cert revocation params err,cert_cerl is empty");
  const text = parameterText(parameters, "cert_crl");
  const parsed = parseLists(text, context.chainConfig);
  if (parsed.kind === "refused") return refuse(parsed.message);
  const keys = [...readKeyList(context, revocationListKey)];
  const changed: string[] = [];
  for (const { list, authorityHex } of parsed.lists) {
    const key = `c_${authorityHex}`;
    const existing = context.get(certManageContract, key);
    context.put(certManageContract, key, utf8ToBytes(encodePem("crl", list.der)));
    if (existing === undefined || existing.length === 0) keys.push(key);
    changed.push(key);
  }
  writeKeyList(context, revocationListKey, keys);
  const event = createNativeEvent(context, {
    topic: nativeTopics.certsRevoke,
    contract: certManageContract,
    version: context.chainConfig.version,
    data: [text],
  });
  return succeedWithText(changed.join(","), [event]);
};

function parseLists(text: string, config: ChainConfig): ParsedLists {
  const roots = config.trustRoots.flatMap((entry) => entry.root.flatMap((pem) => parseCertificates(pem)));
  const lists: SignedList[] = [];
  for (const der of pemContents(text)) {
    const list = readList(der);
    const authority = list?.authorityKeyId;
    if (list === undefined || authority === undefined) {
      const why = list === undefined ? "x509: malformed crl" : "authority key identifier not found";
      return { kind: "refused", message: `invalid CRL: ${why}\n[${bytesToHex(der)}]` };
    }
    const authorityHex = bytesToHex(authority);
    const refusal = refuseSignature(list, authority, roots);
    if (refusal !== undefined) {
      const message = `invalid CRL: \n\t[verification against trusted root certs: ${refusal}], \n\t[verification against trusted intermediate certs: ${refusal}]`;
      return { kind: "refused", message };
    }
    lists.push({ list, authorityHex });
  }
  return lists.length === 0 ? { kind: "refused", message: "empty CRL" } : { kind: "lists", lists };
}

function refuseSignature(
  list: CertificateRevocationList,
  authority: Uint8Array,
  roots: readonly Certificate[],
): string | undefined {
  const issuer = roots.find((root) => root.subjectKeyId !== undefined && equalBytes(root.subjectKeyId, authority));
  if (issuer === undefined) return `CRL [AKI: ${bytesToHex(authority)}] is not signed by ac trusted CA`;
  return list.isSignedBy(issuer)
    ? undefined
    : `CRL [AKI: ${bytesToHex(authority)}] is not signed by CA it claims: x509: ECDSA verification failure`;
}

function pemContents(text: string): readonly Uint8Array[] {
  try {
    return parsePemBlocks(text).map((block) => block.bytes);
  } catch {
    return [];
  }
}

function readList(der: Uint8Array): CertificateRevocationList | undefined {
  try {
    return parseCrl(der);
  } catch {
    return undefined;
  }
}
