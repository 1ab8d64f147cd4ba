import { Event3, senderAddress, StateMap } from "@yanta/contract-sdk";

/** Told to everyone who follows the topic. */
const entrySet = new Event3<string, string, string>("entry_set", "key", "value", "owner");

const values = new StateMap<string>("value");
const owners = new StateMap<string>("owner");

/** Sets an entry. Whoever sets it first owns it, and only the owner may change it. */
export function set(key: string, value: string): void {
  const sender = senderAddress();
  const owner = owners.getOr(key, sender);
  assert(owner == sender, "the entry belongs to " + owner);
  owners.set(key, sender);
  values.set(key, value);
  entrySet.emit(key, value, sender);
}

/**
 * The value of an entry.
 * @query
 */
export function get(key: string): string {
  return values.get(key);
}

/**
 * The address that owns an entry, empty for none.
 * @query
 */
export function owner_of(key: string): string {
  return owners.getOr(key, "");
}
