import { bytesToBinaryString, bytesToHex, equalBytes, textToBinaryString, type BinaryString } from "@yanta/bytes";
import { verifyCertificateChain, type Certificate } from "@yanta/crypto";
import { MemberType, MemberSchema, type Member, type TrustMemberConfig } from "@yanta/protocol";
import { create } from "@bufbuild/protobuf";
import { BytesCache } from "./bytes-cache.ts";
import { certManageContract, storedCertificateKey } from "./cert-manage-keys.ts";
import { readCertificate } from "./certificates.ts";
import type { Identity, Refusal, Resolved, StateReader } from "./interface.ts";
import { membersCachedMax } from "./limits.ts";
import type { RevocationCheck } from "./revocation.ts";
import type { TrustRoots } from "./trust-roots.ts";

/** A member found good, and the time span in which that holds. */
interface KnownMember {
  readonly identity: Identity;
  /** Unix seconds, both inclusive. */
  readonly notBefore: bigint;
  readonly notAfter: bigint;
}

type Known =
  | { readonly kind: "known"; readonly member: KnownMember }
  | { readonly kind: "refusal"; readonly refusal: Refusal };

export interface MemberDirectoryOptions {
  readonly trustRoots: TrustRoots;
  readonly trustMembers: readonly TrustMemberConfig[];
  readonly state: StateReader;
  readonly checkRevocation: RevocationCheck;
}

/**
 * Resolves members of one chain configuration and one state of CERT_MANAGE, and remembers the good ones.
 * Nothing in it goes stale by itself: the answer depends on the configuration, the state and the time given.
 *
 * Spec: access.md §3, §4.
 */
export class MemberDirectory {
  readonly #options: MemberDirectoryOptions;
  readonly #trustMembers: ReadonlyMap<BinaryString, TrustMemberConfig>;
  readonly #byCertificate = new BytesCache<KnownMember>(membersCachedMax);
  /** The same members by their certificate alone: its PEM text can be written in many ways. */
  readonly #byDer = new BytesCache<KnownMember>(membersCachedMax);
  readonly #byStoredName = new BytesCache<Uint8Array>(membersCachedMax);

  constructor(options: MemberDirectoryOptions) {
    this.#options = options;
    this.#trustMembers = new Map(options.trustMembers.map((entry) => [textToBinaryString(entry.memberInfo), entry]));
  }

  /** Who the member is, if it may act at the given time. The texts of refusals are those of ChainMaker's NewMember. */
  resolve(member: Member, unixSeconds: bigint): Resolved {
    const info = this.#certificateBytes(member);
    if (typeof info === "string") return refusal(info);
    const known = this.#know(info, member, unixSeconds);
    if (known.kind === "refusal") return known;
    const { identity } = known.member;
    if (member.orgId !== identity.orgId) {
      return refusal(
        `authentication failed, signer does not belong to the organization it claims [claim: ${member.orgId}, root cert: ${identity.orgId}]`,
      );
    }
    if (member.memberType === MemberType.CERT) return { kind: "identity", identity };
    return { kind: "identity", identity: { ...identity, member } };
  }

  /** The certificate that a member shows or names, or why there is none. */
  #certificateBytes(member: Member): Uint8Array | string {
    switch (member.memberType) {
      case MemberType.CERT:
        return member.memberInfo;
      case MemberType.CERT_HASH:
      case MemberType.ALIAS:
        return (
          this.#storedCertificate(member.memberInfo) ??
          "new member failed, the provided certificate ID is not registered"
        );
      default:
        return "new member failed: the member type does not match";
    }
  }

  #storedCertificate(hashOrAlias: Uint8Array): Uint8Array | undefined {
    const cached = this.#byStoredName.get(hashOrAlias);
    if (cached !== undefined) return cached;
    const stored = this.#options.state(certManageContract, storedCertificateKey(hashOrAlias));
    if (stored === undefined || stored.length === 0) return undefined;
    this.#byStoredName.set(hashOrAlias, stored);
    return stored;
  }

  #know(info: Uint8Array, member: Member, unixSeconds: bigint): Known {
    const cached = this.#byCertificate.get(info);
    if (cached !== undefined && isInTime(cached, unixSeconds)) return { kind: "known", member: cached };
    const checked = this.#check(info, member, unixSeconds);
    if (checked.kind === "known") this.#byCertificate.set(info, checked.member);
    return checked;
  }

  /** Everything of access.md §4 for bytes that are not remembered. */
  #check(info: Uint8Array, member: Member, unixSeconds: bigint): Known {
    const trusted = this.#trustMembers.size > 0 ? this.#trustMembers.get(bytesToBinaryString(info)) : undefined;
    const copy = info.slice();
    const certificate = readCertificate(copy);
    if (certificate === undefined)
      return refusal("new member failed: new member failed: new cert member failed, invalid certificate");
    if (trusted !== undefined)
      return { kind: "known", member: alwaysKnown(identityOf(certificate, trusted.orgId, trusted.role, copy)) };

    const orgId = certificate.subject.organization[0] ?? "";
    if (member.orgId !== "" && member.orgId !== orgId) {
      return refusal(
        "new member failed: new member failed: setup cert member failed, organization information in certificate " +
          `and in input parameter do not match [certificate: ${orgId}, parameter: ${member.orgId}]`,
      );
    }
    const sameCertificate = this.#byDer.get(certificate.der);
    if (sameCertificate !== undefined && isInTime(sameCertificate, unixSeconds)) {
      const { identity } = sameCertificate;
      const member = create(MemberSchema, { orgId, memberType: MemberType.CERT, memberInfo: copy });
      return { kind: "known", member: { ...sameCertificate, identity: { ...identity, member } } };
    }
    const found = this.#findChain(certificate, orgId, unixSeconds);
    if (found.kind === "refusal") return found;
    const { chain } = found;
    const known = {
      identity: identityOf(certificate, orgId, certificate.subject.organizationalUnit[0] ?? "", copy),
      notBefore: chain.reduce(
        (latest, { notBefore }) => (notBefore > latest ? notBefore : latest),
        certificate.notBefore,
      ),
      notAfter: chain.reduce(
        (earliest, { notAfter }) => (notAfter < earliest ? notAfter : earliest),
        certificate.notAfter,
      ),
    };
    this.#byDer.set(certificate.der, known);
    return { kind: "known", member: known };
  }

  /** The first chain to a root of the certificate's organisation on which nothing is revoked or frozen. */
  #findChain(certificate: Certificate, orgId: string, unixSeconds: bigint): FoundChain {
    const { organization } = certificate.subject;
    if (organization.length === 0)
      return refusal("new member failed: certificate does not contain organization information");
    if (orgId === "") return refusal("new member failed: organization ID from certificate is empty");
    const { rootsByOrg, roots, intermediates } = this.#options.trustRoots;
    const ownRoots = rootsByOrg.get(orgId);
    if (ownRoots === undefined) return refusal("new member failed: no orgnization found");
    const result = verifyCertificateChain({ leaf: certificate, intermediates, roots, unixSeconds });
    if (result.kind === "invalid")
      return refusal(`new member failed: not ac valid certificate from trusted CAs: ${result.message}`);
    let revoked: string | undefined;
    for (const chain of result.chains) {
      const root = chain.at(-1);
      if (root === undefined || !ownRoots.some((own) => equalBytes(own.der, root.der))) continue;
      const fault = this.#options.checkRevocation(chain);
      if (fault === undefined) return { kind: "chain", chain };
      revoked ??= fault;
    }
    return refusal(
      revoked ??
        `new member failed: authentication failed, signer does not belong to the organization it claims [claim: ${orgId}]`,
    );
  }
}

function isInTime({ notBefore, notAfter }: KnownMember, unixSeconds: bigint): boolean {
  return unixSeconds >= notBefore && unixSeconds <= notAfter;
}

type FoundChain =
  | { readonly kind: "chain"; readonly chain: readonly Certificate[] }
  | { readonly kind: "refusal"; readonly refusal: Refusal };

function identityOf(certificate: Certificate, orgId: string, role: string, info: Uint8Array): Identity {
  return {
    orgId,
    role: role.toUpperCase(),
    memberId: certificate.nodeIdExtension ?? certificate.subject.commonName,
    uid: certificate.subjectKeyId === undefined ? "" : bytesToHex(certificate.subjectKeyId),
    publicKey: certificate.publicKey,
    certificate,
    member: create(MemberSchema, { orgId, memberType: MemberType.CERT, memberInfo: info }),
  };
}

/** A trusted member is accepted whatever its certificate's dates say. */
function alwaysKnown(identity: Identity): KnownMember {
  return { identity, notBefore: 0n, notAfter: 2n ** 63n - 1n };
}

function refusal(message: string): { readonly kind: "refusal"; readonly refusal: Refusal } {
  return { kind: "refusal", refusal: { message } };
}
