import type { ChainConfig, ContractEvent } from "@yanta/protocol";
import type { Parameters, TxContext } from "@yanta/vm";

/** What a system contract's method returns. A refusal carries ChainMaker's text. */
export type NativeOutcome =
  | {
      readonly kind: "ok";
      readonly result: Uint8Array;
      readonly message?: string;
      readonly events?: readonly ContractEvent[];
      readonly gasUsed?: bigint;
    }
  | {
      readonly kind: "failed";
      readonly message: string;
      readonly result?: Uint8Array;
      readonly events?: readonly ContractEvent[];
    };

export type NativeMethod = (context: TxContext, parameters: Parameters) => NativeOutcome;

/** One system contract: its name and its methods by wire name. */
export interface NativeContract {
  readonly name: string;
  readonly methods: ReadonlyMap<string, NativeMethod>;
}

/** A node of the chain as GET_CHAIN_INFO shows it. */
export interface ChainNode {
  readonly nodeId: string;
  /** Addresses joined by commas, e.g. `/ip4/127.0.0.1/tcp/11301`. */
  readonly nodeAddress: string;
  /** The node's TLS certificate, DER as ChainMaker's net layer hands it out. */
  readonly tlsCertificate: Uint8Array;
}

/** What CHAIN_QUERY tells about nodes and chains; asked on every query, so it may change while the node runs. */
export interface NodeDirectory {
  /** Known nodes of one chain, this one included. */
  listNodes(chainId: string): readonly ChainNode[];
  /** Chains that this node hosts. */
  listChainIds(): readonly string[];
}

/** What `createSystemContracts` needs from the node. */
export interface SystemContractOptions {
  readonly nodes: NodeDirectory;
  /** Highest block version that UPDATE_VERSION may set (ChainMaker's DefaultBlockVersion). */
  readonly blockVersionMax: number;
  /** Latest blocks that can never be archived (`storage.unarchive_block_height`), for GET_ARCHIVE_STATUS. */
  readonly unarchivedBlockCount: bigint;
  /**
   * A further check of every change of the chain configuration, for what a consensus engine needs: the text of the refusal, undefined = good. All nodes
   * of a chain must answer the same.
   */
  readonly checkConfigChange?: (before: ChainConfig, after: ChainConfig) => string | undefined;
}

/** A call of a system contract, by its name. */
export interface NativeRequest {
  readonly contract: string;
  readonly method: string;
  readonly parameters: Parameters;
}
