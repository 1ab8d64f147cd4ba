import type { ExecutionTracer } from "@yanta/vm";
import type { Identity } from "@yanta/identity";
import type { Ledger, LedgerRevert } from "@yanta/storage";
import type { ForkPoint } from "./dev/fork.ts";
import type { BlockSigner } from "./block/block-signer.ts";
import type { ChainRules } from "./block/chain-head.ts";
import type { ContractRunner } from "./execution/contract-runner.ts";
import type { MempoolLimits } from "./mempool/mempool.ts";

/** Where the chain gets time from. Consensus code takes it as an argument. */
export interface ChainClock {
  unixSeconds(): bigint;
  /**
   * The machine's own time where the chain's is another one (development chains): transactions of clients that know only this
   * are in time, too.
   */
  machineSeconds?(): bigint;
  /** Milliseconds that never go back. */
  monotonicMs(): number;
}

/** What the chain tells its node; none of them may throw. */
export interface ChainHooks {
  /** Looks on while contracts run, in transactions and queries: for tools that test contracts, as it takes time. */
  readonly tracer?: ExecutionTracer;
  /** A contract's debug text. */
  onTrace?(txId: string, contract: string, text: string): void;
  /** A fault in the node's own code that made a transaction fail, or a listener that threw. */
  onFault?(subject: string, error: unknown): void;
}

/** What `ChainCore` is made of. */
export interface CoreOptions {
  readonly ledger: Ledger & Partial<LedgerRevert>;
  readonly runner: ContractRunner;
  readonly addressOf: (config: ChainRules["config"], identity: Identity) => string;
  readonly signer: BlockSigner | undefined;
  readonly fork: ForkPoint | undefined;
  readonly clock: ChainClock;
  readonly hooks: ChainHooks;
  readonly poolLimits: MempoolLimits;
  /** Milliseconds of execution after which a proposal takes no further transaction. */
  readonly proposalTimeMsMax: number;
}
