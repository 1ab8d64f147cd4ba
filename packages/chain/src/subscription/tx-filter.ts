import { bytesToUtf8 } from "@yanta/bytes";
import { MemberType, type TxView } from "@yanta/protocol";

/** Which transactions a subscription wants; empty = any. */
export interface TxFilter {
  readonly contractName: string;
  /** Those still to come: a transaction comes once. */
  readonly txIds: Set<string>;
  readonly aliasPrefix: string;
  readonly txIdPrefix: string;
  readonly orgIdPrefix: string;
}

/**
 * Whether the filter wants a transaction. The first prefix that applies decides alone; an alias prefix applies only
 * to transactions sent under an alias. Spec: rpc.md §9 "SUBSCRIBE_TX filter precedence".
 */
export function matchesFilter(tx: TxView, filter: TxFilter): boolean {
  const sender = tx.sender?.signer;
  if (filter.aliasPrefix !== "" && sender?.memberType === MemberType.ALIAS)
    return bytesToUtf8(sender.memberInfo).startsWith(filter.aliasPrefix);
  if (filter.txIdPrefix !== "") return tx.txId.startsWith(filter.txIdPrefix);
  if (filter.orgIdPrefix !== "") return (sender?.orgId ?? "").startsWith(filter.orgIdPrefix);
  if (filter.contractName !== "" && tx.payload.contractName !== filter.contractName) return false;
  return filter.txIds.size === 0 || filter.txIds.has(tx.txId);
}
