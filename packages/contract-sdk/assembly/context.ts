import { ItemWriter } from "./easy-codec";
import { askBytes } from "./host";
import { inputItem } from "./input";

function injected(name: string): string {
  const item = inputItem(name);
  return item == null ? "" : item.toText();
}

/** Organisation of the member who sent the transaction; the same in contracts that it reaches through others. */
export function senderOrgId(): string {
  return injected("__sender_org_id__");
}

/** Role of the sender, e.g. CLIENT or ADMIN; CONTRACT when an EVM contract calls. */
export function senderRole(): string {
  return injected("__sender_role__");
}

/** Hex of the sender's subject key identifier. */
export function senderUid(): string {
  return injected("__sender_pk__");
}

/** The sender's address by the chain's rules. The host reads it from the chain's configuration: ask once a call. */
export function senderAddress(): string {
  const bytes = askBytes("GetSenderAddress", new ItemWriter(), new ItemWriter());
  return String.UTF8.decodeUnsafe(bytes.dataStart, bytes.length);
}

/** Organisation of the member who installed the contract. */
export function creatorOrgId(): string {
  return injected("__creator_org_id__");
}

export function creatorRole(): string {
  return injected("__creator_role__");
}

export function creatorUid(): string {
  return injected("__creator_pk__");
}

/** Address of the contract that calls this one; empty when a transaction does. */
export function callerAddress(): string {
  return injected("__cross_caller__");
}

export function txId(): string {
  return injected("__tx_id__");
}

/** Unix seconds that the sender put into the transaction. */
export function txTimestamp(): i64 {
  return I64.parseInt(injected("__tx_time_stamp__"));
}

/** Height of the block that the transaction will be in; of the last one in queries. */
export function blockHeight(): u64 {
  return U64.parseInt(injected("__block_height__"));
}
