import type { BinaryString } from "@yanta/bytes";
import type { Certificate, PublicKey } from "@yanta/crypto";
import type { ChainConfig, EndorsementEntry, Member, TxView } from "@yanta/protocol";

/** Role texts as they stand in certificates (upper-cased) and policies. */
export type Role = "ADMIN" | "CLIENT" | "LIGHT" | "CONSENSUS" | "COMMON" | (string & {});

/** A member after resolution: who signs. */
export interface Identity {
  readonly orgId: string;
  readonly role: Role;
  /** Node-id extension value if present, else the subject's common name. */
  readonly memberId: string;
  /** Lower-case hex of the SubjectKeyIdentifier. */
  readonly uid: string;
  readonly publicKey: PublicKey;
  readonly certificate: Certificate | undefined;
  /** The member as it was sent. */
  readonly member: Member;
}

/** An expected refusal: ChainMaker's own text, ready for the wire. */
export interface Refusal {
  readonly message: string;
}

export type Resolved =
  | { readonly kind: "identity"; readonly identity: Identity }
  | { readonly kind: "refusal"; readonly refusal: Refusal };

export type MultiSignVerdict = "processing" | "passed" | "refused";

/** Reads committed state of CERT_MANAGE: hashes, aliases, frozen list, CRLs. */
export type StateReader = (contract: string, key: BinaryString) => Uint8Array | undefined;

/**
 * "May this signer do this?" for one chain at one configuration. Rebuilt when the chain configuration or
 * CERT_MANAGE's state changes; results that cost much (chain checks) are cached inside, bounded.
 * Every check takes the time to judge certificates at: the clock at admission, the block's timestamp on re-execution.
 */
export interface AccessControl {
  readonly config: ChainConfig;
  readonly blockVersion: number;
  /** Number of organisations in trust_roots. */
  readonly orgCount: number;

  /** Resolves CERT, CERT_HASH and ALIAS members and checks chain, organisation, CRL and frozen list. */
  resolveMember(member: Member, unixSeconds: bigint): Resolved;

  /** All stages of access.md §5 for one transaction; undefined = allowed. The text starts where `verify tx authentation failed, ` ends. */
  verifyTransaction(tx: TxView, unixSeconds: bigint): Refusal | undefined;

  /**
   * The payer's endorsement of one transaction; undefined = good or there is none. For admission only: ChainMaker does not
   * look at it from block version 2030300 on, so a block must not be refused for it. The text starts as `verifyTransaction`'s does.
   */
  verifyPayer(tx: TxView, unixSeconds: bigint): Refusal | undefined;

  /**
   * One signature over `message` by a member whom `resource`'s policy counts (organisation and role; FORBIDDEN counts
   * nobody), e.g. "CONSENSUS" for a proposer, or `<contract>-<method>` for one multi-sign vote. How many are needed is not asked.
   */
  verifyEndorsement(
    resource: string,
    message: Uint8Array,
    entry: EndorsementEntry,
    unixSeconds: bigint,
  ): Refusal | undefined;

  /** The callee's policy when a contract calls a system contract: the sender's signature is taken as checked, endorsers' are not. */
  verifyCrossCall(tx: TxView, contract: string, method: string, unixSeconds: bigint): Refusal | undefined;

  /** Whether a multi-sign may be opened for `<contract>-<method>`; undefined = yes. */
  checkMultiSignResource(resource: string): Refusal | undefined;

  /** Verdict over the collected votes of a multi-sign (access.md §5, last paragraph). */
  judgeMultiSign(
    resource: string,
    payloadBytes: Uint8Array,
    agree: readonly EndorsementEntry[],
    reject: readonly EndorsementEntry[],
    unixSeconds: bigint,
  ): MultiSignVerdict;

  /** Whether a TLS client certificate may connect (rpc.md §2, "extra check"); undefined = yes. */
  verifyTlsPeer(certificate: Certificate, unixSeconds: bigint): Refusal | undefined;
}
