import type { BlockProducer, BlockVerifier, Chain } from "@yanta/chain";
import type { CodedError } from "@yanta/errors";
import type { EngineBinding } from "../interface.ts";
import type { StagedBlocks } from "../snapshot/staged-blocks.ts";
import type { BatchAdmission } from "./batch-admission.ts";

/** What the state machine is made of. */
export interface ApplicationOptions {
  readonly chain: Pick<Chain, "chainId" | "config" | "ledger">;
  readonly producer: BlockProducer;
  readonly verifier: BlockVerifier;
  readonly batches: BatchAdmission;
  /** Those of the engine's genesis. */
  readonly bindings: readonly EngineBinding[];
  readonly unixSeconds: () => bigint;
  /** Told by how much a proposal's timestamp is ahead of this node's clock. */
  readonly onProposalTime: (proposer: string, aheadSeconds: bigint) => void;
  /** Whether the path of a query asks for an engine that may connect. */
  readonly mayConnect: (path: string) => boolean;
  /** Finds the certificate of an engine height, or gives up in time. Called once a block is decided, before it is durable. */
  readonly findCertificate: (engineHeight: bigint) => Promise<Uint8Array | undefined>;
  /** Height of the oldest block that the engine still has, as it was known when this was last asked; undefined = not known yet. */
  readonly oldestEngineHeight: () => bigint | undefined;
  /** Engine blocks that the engine keeps; 0 = all. */
  readonly keepBlocks: bigint;
  /** Where the blocks of a snapshot gather; undefined = this node takes none. */
  readonly staged: StagedBlocks | undefined;
  /** Waits before a block is stored again that could not be; false = the node stops. */
  readonly waitForRetry: (error: CodedError) => Promise<boolean>;
  readonly onNotice: (text: string, fields: Readonly<Record<string, unknown>>) => void;
}
