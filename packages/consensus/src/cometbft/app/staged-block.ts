import type { Proposal } from "@yanta/chain";

/** A decided engine block between FinalizeBlock and Commit. */
export interface StagedBlock {
  readonly engineHeight: bigint;
  /** Undefined when it makes no block of ours: it is empty, or was committed before a crash. */
  readonly block:
    | { readonly proposal: Proposal; readonly engineTx: Uint8Array; readonly digest: Uint8Array }
    | undefined;
  readonly certificate: Promise<Uint8Array | undefined>;
}
