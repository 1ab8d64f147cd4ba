import { RuntimeType } from "@yanta/protocol";
import type { LedgerReader } from "@yanta/storage";
import type { ChainTransaction } from "./chain-transaction.ts";
import { contractAddressOf, findContract } from "./contracts.ts";

/** A log of an EVM contract. Address, topics and data are hex without 0x. */
export interface ChainLog {
  readonly txIndex: number;
  /** Place among the block's logs. */
  readonly index: number;
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

/**
 * The logs of a block's EVM contracts, whoever called them. Events of other runtimes have no form on Ethereum and are left out.
 * Spec: vm.md §5.5: the event's topic is the first topic (empty for LOG0), its data further topics and last the log's data.
 */
export function logsOf(txs: readonly ChainTransaction[], ledger: LedgerReader): ChainLog[] {
  const addresses = new Map<string, string | undefined>();
  const addressOf = (name: string): string | undefined => {
    if (!addresses.has(name)) {
      const contract = findContract(ledger, name);
      addresses.set(name, contract?.runtimeType === RuntimeType.EVM ? contractAddressOf(contract) : undefined);
    }
    return addresses.get(name);
  };
  const logs: ChainLog[] = [];
  for (const { index: txIndex, result, hasSucceeded } of txs) {
    if (!hasSucceeded) continue;
    for (const { contractName, topic, eventData } of result.contractResult?.contractEvent ?? []) {
      const address = addressOf(contractName);
      if (address === undefined) continue;
      const topics = topic === "" ? [] : [topic, ...eventData.slice(0, -1)];
      logs.push({ txIndex, index: logs.length, address, topics, data: eventData.at(-1) ?? "" });
    }
  }
  return logs;
}
