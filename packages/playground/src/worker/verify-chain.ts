import { equalBytes } from "@yanta/bytes";
import { openMemoryLedger, type LedgerReader } from "@yanta/storage";
import type { Vm } from "@yanta/vm";
import { playgroundErrors } from "../errors.ts";
import { chainId } from "./genesis-config.ts";
import type { Network } from "./network.ts";
import { openNetworkChain } from "./running-chain.ts";
import type { PlaygroundTime } from "./worker-time.ts";

export interface VerifyChainOptions {
  readonly ledger: LedgerReader;
  readonly network: Network;
  readonly vms: readonly Vm[];
  readonly time: PlaygroundTime;
}

/**
 * Executes every block again on an empty ledger, from its bytes, and compares everything.
 *
 * Errors: PLAYGROUND_CHAIN_INVALID, those of storage for a damaged log.
 */
export async function verifyChain({ ledger, network, vms, time }: VerifyChainOptions): Promise<void> {
  const replica = openMemoryLedger({ chainId });
  const { verifier, producer } = await openNetworkChain({ ledger: replica, network, vms, time });
  const lastHeight = ledger.lastHeight ?? -1n;
  for (let height = 0n; height <= lastHeight; height++) {
    const record = ledger.getBlock(height);
    if (record === undefined) throw invalid(height, "it is missing");
    if (height > 0n) {
      const verdict = verifier.verify(record.blockInfoBytes);
      if (verdict.kind === "invalid") throw invalid(height, verdict.fault.message);
      await producer.commit(verdict.proposal);
    }
    const hash = replica.lastBlockHash;
    if (hash === undefined || !equalBytes(hash, record.blockHash)) throw invalid(height, "its hash is another");
  }
  await replica.close();
}

function invalid(height: bigint, reason: string): Error {
  return playgroundErrors.create("PLAYGROUND_CHAIN_INVALID", { height, reason });
}
