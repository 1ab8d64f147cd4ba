import { bytesToUtf8 } from "@yanta/bytes";
import { checkTxHeader, type Refusal } from "@yanta/identity";
import { TxStatusCode, type TxView } from "@yanta/protocol";
import type { ChainRules } from "../block/chain-head.ts";
import type { TxRefusal } from "../interface.ts";
import type { KeyUsageCheck } from "./key-usage-check.ts";

/** What admission judges by. */
export interface ValidationScope {
  readonly rules: ChainRules;
  /** Unix seconds. */
  readonly now: bigint;
  /** Present when `node.cert_key_usage_check` is on. */
  readonly keyUsage: KeyUsageCheck | undefined;
}

/**
 * The checks of a transaction that comes from a client, in ChainMaker's order; undefined = valid.
 * Spec: rpc.md §5, texts of §4.
 */
export function validateTx(tx: TxView, { rules, now, keyUsage }: ValidationScope): TxRefusal | undefined {
  const usage = keyUsage?.check(tx, rules.accessControl, now);
  if (usage !== undefined) return { code: TxStatusCode.INTERNAL_ERROR, message: `tx verify failed, ${usage.message}` };

  const text = txFault(tx, rules, now) ?? payerFault(tx, rules, now);
  return text === undefined
    ? undefined
    : { code: TxStatusCode.INTERNAL_ERROR, message: `tx verify failed, ${text}, ${signersText(tx)}` };
}

/** Header, then access control: what every node checks of a transaction, also in a block. The text lacks its outer prefix. */
export function txFault(tx: TxView, rules: ChainRules, unixSeconds: bigint): string | undefined {
  const header = checkTxHeader(tx, rules.config.chainId);
  if (header !== undefined) return header.message;
  return authenticationText(rules.accessControl.verifyTransaction(tx, unixSeconds));
}

/** ChainMaker leaves the payer's signature unchecked; we let no such transaction in, but accept it in a block. */
function payerFault(tx: TxView, rules: ChainRules, unixSeconds: bigint): string | undefined {
  return tx.payer === undefined ? undefined : authenticationText(rules.accessControl.verifyPayer(tx, unixSeconds));
}

const authenticationText = (refusal: Refusal | undefined): string | undefined =>
  refusal === undefined ? undefined : `verify tx authentation failed, ${refusal.message}`;

function signersText(tx: TxView): string {
  const memberText = (entry: TxView["sender"]): string => bytesToUtf8(entry?.signer?.memberInfo ?? new Uint8Array(0));
  const endorsers = tx.endorsers.map((endorser) => `${memberText(endorser)} `).join("");
  return `txId:${tx.txId}, sender:${memberText(tx.sender)}, endorsers-len:${tx.endorsers.length},\nendorsers:\n${endorsers}`;
}
