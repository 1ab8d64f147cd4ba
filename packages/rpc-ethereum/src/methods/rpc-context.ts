import type { Chain } from "@yanta/chain";
import type { DevControls } from "@yanta/dev-chain";
import type { TxView } from "@yanta/protocol";
import type { SenderClock, TransactionSender } from "../submit/transaction-sender.ts";
import type { BlockReader } from "../view/block-reader.ts";
import type { RecentHashes } from "./recent-hashes.ts";

/** What the methods work with. */
export interface RpcContext {
  readonly chain: Chain;
  readonly blocks: BlockReader;
  readonly sender: TransactionSender;
  readonly clock: SenderClock;
  /** Hashes of accepted transactions, for those who watch the pool. */
  readonly accepted: RecentHashes;
  /** A request of the gateway's member, on whose behalf messages are tried out. */
  readonly callTx: TxView;
  /** The controls of a development chain; undefined on every other one. */
  readonly dev: DevControls | undefined;
  /** Answer of web3_clientVersion. */
  readonly clientVersion: string;
}
