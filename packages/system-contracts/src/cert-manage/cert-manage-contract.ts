import { certManageContract } from "@yanta/identity";
import type { NativeContract, NativeMethod } from "../interface.ts";
import { addAlias, deleteAliases, queryAliases, updateAlias } from "./aliases.ts";
import { freezeCertificates, unfreezeCertificates } from "./freeze-certificates.ts";
import { revokeCertificates } from "./revoke-certificates.ts";
import { addCertificate, deleteCertificates, queryCertificates } from "./stored-certificates.ts";

/** CERT_MANAGE: certificates' short names, freezing and revocation. Spec: system-contracts.md §5. */
export function createCertManageContract(): NativeContract {
  const methods = new Map<string, NativeMethod>([
    ["CERT_ADD", addCertificate],
    ["CERTS_DELETE", deleteCertificates],
    ["CERTS_QUERY", queryCertificates],
    ["CERTS_FREEZE", freezeCertificates],
    ["CERTS_UNFREEZE", unfreezeCertificates],
    ["CERTS_REVOKE", revokeCertificates],
    ["CERT_ALIAS_ADD", addAlias],
    ["CERT_ALIAS_UPDATE", updateAlias],
    ["CERTS_ALIAS_DELETE", deleteAliases],
    ["CERTS_ALIAS_QUERY", queryAliases],
  ]);
  return { name: certManageContract, methods };
}
