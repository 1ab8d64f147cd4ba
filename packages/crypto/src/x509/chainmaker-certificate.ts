import type { Certificate, KeyUsage, PrivateKey, PublicKey } from "../interface.ts";
import type { RandomBytes } from "../random.ts";
import { issueCertificate, type ExtendedKeyUsage, type IssueCertificateRequest } from "./issue-certificate.ts";

/** `Subject.OU` values of ChainMaker's certificates. Spec: access.md §3. */
export type ChainmakerRole = "root-cert" | "admin" | "client" | "light" | "consensus" | "common";

interface CommonRequest {
  readonly organizationId: string;
  readonly publicKey: PublicKey;
  /** The CA's key; for the CA itself its own. */
  readonly signingKey: PrivateKey;
  /** Unix seconds. */
  readonly notBefore: bigint;
  readonly notAfter: bigint;
  readonly country?: string;
  readonly province?: string;
  readonly locality?: string;
  readonly random?: RandomBytes;
}

/** A certificate of ChainMaker's layout: an organisation's CA, or a member's signing or TLS certificate. */
export type ChainmakerCertificateRequest =
  | (CommonRequest & { readonly kind: "ca" })
  | (CommonRequest & {
      readonly kind: "sign" | "tls";
      readonly issuer: Certificate;
      /** First part of the common name: `consensus1`, `admin1`. */
      readonly name: string;
      readonly role: Exclude<ChainmakerRole, "root-cert">;
      /** 32 characters in the TLS certificate of a consensus node. */
      readonly nodeIdExtension?: string;
    });

/**
 * Issues a certificate with the subject, key usages and alternative names that ChainMaker's generator gives its kind:
 * CN `ca.ORG`, `NAME.sign.ORG` or `NAME.tls.ORG`, O the organisation, OU the role.
 * Errors: CRYPTO_ISSUE_REFUSED.
 * Spec: config.md §6; the certificates in third_party/chainmaker-testdata.
 */
export function issueChainmakerCertificate(request: ChainmakerCertificateRequest): Certificate {
  const { organizationId, publicKey, signingKey, notBefore, notAfter, random } = request;
  const commonName =
    request.kind === "ca" ? `ca.${organizationId}` : `${request.name}.${request.kind}.${organizationId}`;
  const { keyUsage, extendedKeyUsage } = usages[request.kind];
  const hasNames = request.kind !== "sign";
  const optional: Partial<IssueCertificateRequest> = {
    ...(request.kind === "ca" ? { isCa: true } : { issuer: request.issuer }),
    ...(request.kind !== "ca" && request.nodeIdExtension !== undefined
      ? { nodeIdExtension: request.nodeIdExtension }
      : {}),
    ...(hasNames ? { dnsNames: ["chainmaker.org", "localhost", commonName], ipAddresses: ["127.0.0.1"] } : {}),
    ...(random === undefined ? {} : { random }),
  };
  return issueCertificate({
    subject: {
      country: [request.country ?? "CN"],
      province: [request.province ?? "Beijing"],
      locality: [request.locality ?? "Beijing"],
      organization: [organizationId],
      organizationalUnit: [request.kind === "ca" ? "root-cert" : request.role],
      commonName,
    },
    publicKey,
    signingKey,
    notBefore,
    notAfter,
    keyUsage,
    extendedKeyUsage,
    ...optional,
  });
}

const usages: Readonly<
  Record<
    "ca" | "sign" | "tls",
    { readonly keyUsage: readonly KeyUsage[]; readonly extendedKeyUsage: readonly ExtendedKeyUsage[] }
  >
> = {
  ca: { keyUsage: ["keyCertSign", "cRLSign"], extendedKeyUsage: [] },
  sign: { keyUsage: ["digitalSignature", "nonRepudiation"], extendedKeyUsage: [] },
  tls: {
    keyUsage: ["digitalSignature", "keyEncipherment", "dataEncipherment", "keyAgreement"],
    extendedKeyUsage: ["clientAuth", "serverAuth"],
  },
};
