import type { AccessControl, Identity, MultiSignVerdict, Refusal } from "@yanta/identity";
import type { ChainConfig, EndorsementEntry, Member } from "@yanta/protocol";

export interface FakeAccessControlOptions {
  readonly config: ChainConfig;
  readonly blockVersion?: number;
  readonly resolve?: (member: Member) => Identity | undefined;
  readonly checkMultiSignResource?: (resource: string) => Refusal | undefined;
  readonly isVoteValid?: (entry: EndorsementEntry) => boolean;
  readonly judge?: (agree: readonly EndorsementEntry[], reject: readonly EndorsementEntry[]) => MultiSignVerdict;
}

/** Access control whose answers a test sets; it allows what nobody asked it to refuse. */
export function fakeAccessControl(options: FakeAccessControlOptions): AccessControl {
  return {
    config: options.config,
    blockVersion: options.blockVersion ?? 2_030_600,
    orgCount: options.config.trustRoots.length,
    resolveMember: (member) => {
      const identity = options.resolve?.(member);
      return identity === undefined
        ? { kind: "refusal", refusal: { message: "unknown member" } }
        : { kind: "identity", identity };
    },
    verifyTransaction: () => undefined,
    verifyPayer: () => undefined,
    verifyEndorsement: (_resource, _message, entry) =>
      (options.isVoteValid?.(entry) ?? true) ? undefined : { message: "authentication failed" },
    verifyCrossCall: () => undefined,
    checkMultiSignResource: (resource) => options.checkMultiSignResource?.(resource),
    judgeMultiSign: (_resource, _payload, agree, reject) => options.judge?.(agree, reject) ?? "processing",
    verifyTlsPeer: () => undefined,
  };
}
