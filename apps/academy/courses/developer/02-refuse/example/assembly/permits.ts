import { Event2, senderOrgId, StateMap } from "@yanta/contract-sdk";

const holders = new StateMap<string>("holder");
const issuers = new StateMap<string>("issuer");
const reasons = new StateMap<string>("reason");
const issued = new Event2<string, string>("issued", "permit", "holder");
const withdrawn = new Event2<string, string>("withdrawn", "permit", "reason");

/** Enters a permit; its number has to be new. */
export function issue(permit: string, holder: string): void {
  assert(holder.length > 0, "the holder is empty");
  assert(!holders.has(permit), "permit " + permit + " is there already");
  holders.set(permit, holder);
  issuers.set(permit, senderOrgId());
  issued.emit(permit, holder);
}

/** Only the organisation that issued a permit may withdraw it, and only once. */
export function withdraw(permit: string, reason: string): void {
  assert(holders.has(permit), "there is no permit " + permit);
  assert(issuers.get(permit) == senderOrgId(), "permit " + permit + " is another organisation's");
  assert(!reasons.has(permit), "permit " + permit + " was withdrawn before");
  reasons.set(permit, reason);
  withdrawn.emit(permit, reason);
}

/**
 * What is known of a permit.
 * @query
 */
export function status(permit: string): string {
  if (!holders.has(permit)) return "unknown";
  return reasons.has(permit) ? "withdrawn: " + reasons.get(permit) : "valid";
}
