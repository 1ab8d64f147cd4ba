import type { Transaction } from "@yanta/protocol";
import type { TxContext } from "@yanta/vm";

/** True when the asker is a LIGHT user, who sees only transactions of the own organisation. Spec: system-contracts.md §2. */
export function isLightSender(context: TxContext): boolean {
  return context.sender.role === "LIGHT";
}

/** Whether a LIGHT asker may see a transaction. */
export function isOfOwnOrganisation(context: TxContext, tx: Transaction): boolean {
  return tx.sender?.signer?.orgId === context.tx.sender?.signer?.orgId;
}
