import { textToBinaryString } from "@yanta/bytes";
import { blockVersions, decodeMessage, encodeMessage, syscontract, type ChainConfig } from "@yanta/protocol";
import type { TxContext } from "@yanta/vm";

/** Name of the contract and of its namespace, in which each request stands under its transaction's id. */
export const multiSignName = "MULTI_SIGN";

/** A request with its votes. */
export type MultiSignInfo = syscontract.MultiSignInfo;

/** The request of a transaction id, a recorded read; undefined when there is none. */
export function readRequest(context: TxContext, txId: string): MultiSignInfo | undefined {
  const bytes = context.get(multiSignName, textToBinaryString(txId));
  return bytes === undefined || bytes.length === 0 ? undefined : decodeMessage(syscontract.MultiSignInfoSchema, bytes);
}

/** Stores a request with its votes and status. */
export function writeRequest(context: TxContext, txId: string, info: MultiSignInfo): void {
  context.put(multiSignName, textToBinaryString(txId), encodeMessage(syscontract.MultiSignInfoSchema, info));
}

/** The resource whose policy the votes must satisfy. */
export function resourceOf(info: MultiSignInfo): string {
  return `${info.contractName}-${info.method}`;
}

/** Whether a passed request waits for TRIG. */
export function runsManually(config: ChainConfig): boolean {
  return config.vm?.native?.multisign?.enableManualRun === true;
}

/** Rules of v2.3.3 and later: endorsers of a request are checked, and enough of them run it at once. Spec: ledger.md §3. */
export function hasStagedRules(context: TxContext): boolean {
  return context.blockVersion >= blockVersions.v2030300;
}
