import type { CertifiedVotes } from "@yanta/consensus/certificate";
import type { HashAlgorithm } from "@yanta/crypto";

/** What shows that a block is one of the chain. */
export interface BlockProof {
  /** M(common.BlockHeader), with hash and signature. */
  readonly headerBytes: Uint8Array;
  /** On chains that CometBFT decides on. A block without one needs the next block's header, and so on up to one that has it. */
  readonly commit?: CommitProof;
}

/** The validators' votes for a block. */
export interface CommitProof {
  /** M(SignedHeader) of the engine block. */
  readonly certificate: Uint8Array;
  /** M(common.BlockInfo) without rwsets and additional data: what the engine block carried, all of its transactions. */
  readonly blockBytes: Uint8Array;
}

/** What shows that a transaction stands in a block, with its result and what it read and wrote. */
export interface TransactionProof {
  readonly height: bigint;
  /** Place in the block, from 0. */
  readonly index: number;
  /** Neighbours from the leaf to the root; where a level ends without a neighbour there is none. */
  readonly path: readonly Uint8Array[];
  /** M(common.Transaction) as it is hashed: from block version 2300 on without the gas used. */
  readonly transactionBytes: Uint8Array;
  /** M(common.TxRWSet). */
  readonly rwSetBytes: Uint8Array;
}

/** Everything that checks some transactions of a chain offline. All of it may come from a stranger. */
export interface ChainProof {
  /** Of the transactions and configurations, and those that link them to certificates. */
  readonly blocks: readonly BlockProof[];
  /** The transactions that changed the chain's configuration: the genesis first, then each to the last that counts here. */
  readonly configurations: readonly TransactionProof[];
  readonly transactions: readonly TransactionProof[];
  /** JSON texts of the engine bindings that the network was started with; none on a solo chain. */
  readonly bindings: readonly string[];
  /** Certificates, PEM, of members whom transactions name by their hash. */
  readonly certificates: readonly string[];
}

/** What the verifier knows from elsewhere. */
export interface TrustRoots {
  /** Hash of the genesis block. */
  readonly genesisHash: Uint8Array;
  /** CA certificates, PEM; when there are any, each CA of the first configuration must be among them. */
  readonly certificates: readonly string[];
}

/** Someone who signed, by certificate. */
export interface ProvenMember {
  readonly orgId: string;
  readonly memberId: string;
  readonly role: string;
  /** Hex of the subject key identifier. */
  readonly uid: string;
  readonly certificateSerial: string;
}

/** Organisations and validators that a configuration put in force. */
export interface ProvenConfiguration {
  readonly height: bigint;
  readonly orgIds: readonly string[];
  /** Those that have consensus nodes. */
  readonly consensusOrgIds: readonly string[];
  readonly version: string;
  /** Node ids of the validators; empty on a solo chain. */
  readonly validators: readonly string[];
}

export interface ProvenBlock {
  readonly height: bigint;
  readonly blockHash: Uint8Array;
  /** Unix seconds. */
  readonly timestamp: bigint;
  /** Height of the configuration in force. */
  readonly configHeight: bigint;
  /** Absent for the genesis block, which is trusted as it is. */
  readonly proposer?: ProvenMember;
  /** Of the certificate, its own or that of the block `certifiedBy`. */
  readonly votes?: CertifiedVotes;
  readonly certifiedBy?: bigint;
  /** What the validators had computed before the block, of those that have votes of their own. */
  readonly stateBefore?: ProvenState;
}

/** The hash of the application's state that the votes for a block cover: of the chain before it with its engine heights, and of the genesis' bindings. */
export interface ProvenState {
  readonly appHash: Uint8Array;
  /** Whether the proof brings all blocks before, so that the hash was computed anew from the genesis and compared; else it is the validators' word. */
  readonly isComputed: boolean;
}

export interface ProvenWrite {
  readonly contract: string;
  readonly key: Uint8Array;
  /** Empty = deleted. */
  readonly value: Uint8Array;
}

export interface ProvenTransaction {
  readonly txId: string;
  readonly height: bigint;
  readonly index: number;
  readonly block: ProvenBlock;
  /** Unix seconds, as the sender says. */
  readonly timestamp: bigint;
  readonly sender: ProvenMember;
  readonly contract: string;
  readonly method: string;
  /** As they were sent; a name may come twice. */
  readonly parameters: readonly { readonly key: string; readonly value: Uint8Array }[];
  /** The chain's code of the result; 0 = success. */
  readonly code: number;
  readonly message: string;
  readonly result: Uint8Array;
  readonly events: readonly { readonly contract: string; readonly topic: string; readonly data: readonly string[] }[];
  readonly writes: readonly ProvenWrite[];
}

/** How blocks of the chain are decided, which says whom a proof asks to trust. */
export type Decider = "solo" | "cometbft";

export interface VerifiedChain {
  readonly chainId: string;
  readonly algorithm: HashAlgorithm;
  readonly genesisHash: Uint8Array;
  readonly decider: Decider;
  readonly configurations: readonly ProvenConfiguration[];
  readonly blocks: readonly ProvenBlock[];
  readonly transactions: readonly ProvenTransaction[];
  /** Organisations with a CA in force that is not among the trust roots: the chain itself let them in later. */
  readonly orgsAddedByChain: readonly string[];
}
