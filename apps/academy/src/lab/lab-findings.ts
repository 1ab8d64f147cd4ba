import { argumentOf, callsOf, type LabTransaction } from "./lab-transaction.ts";

/** The part of an evidence that is looked at here. */
interface Transactions {
  readonly txs: readonly LabTransaction[];
}

/** The full name of one of the four organisations: 2 is `wx-org2.chainmaker.org`. */
export function orgId(org: number): string {
  return `wx-org${org}.chainmaker.org`;
}

/** Successful changes of a contract in order, e.g. by INIT_CONTRACT, UPGRADE_CONTRACT or FREEZE_CONTRACT. */
export function contractChanges({ txs }: Transactions, method: string, name: string): readonly LabTransaction[] {
  return callsOf(txs, "CONTRACT_MANAGE", method).filter((tx) => argumentOf(tx, "CONTRACT_NAME") === name);
}

/** Whether the learner has installed a contract under this name. */
export function isInstalled(evidence: Transactions, name: string): boolean {
  return contractChanges(evidence, "INIT_CONTRACT", name).length > 0;
}

/** What the learner saved with the contract `fact` under a hash that stands for a question: the file names, in order. */
export function answersTo({ txs }: Transactions, question: string): readonly string[] {
  return callsOf(txs, "fact", "save")
    .filter((tx) => argumentOf(tx, "file_hash") === question)
    .map((tx) => argumentOf(tx, "file_name"));
}
