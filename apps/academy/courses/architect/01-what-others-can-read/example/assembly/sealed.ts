import { bytesToHex, senderOrgId, sha256, StateMap } from "@yanta/contract-sdk";

/** The digest of each bidder's sealed offer, by organisation. */
const digests = new StateMap<string>("digest");
/** Offers that were opened. */
const offers = new StateMap<string>("offer");

function digestOf(text: string): string {
  return bytesToHex(sha256(Uint8Array.wrap(String.UTF8.encode(text))));
}

/**
 * The SHA-256 of a text, in hex.
 * @query
 */
export function digest(text: string): string {
  return digestOf(text);
}

/** Stores the digest of an offer for the sender's organisation. It cannot be changed. */
export function seal(digest: string): void {
  assert(!digests.has(senderOrgId()), "this organisation has sealed an offer already");
  digests.set(senderOrgId(), digest);
}

/** Opens the sender's offer: `text` must be what was sealed. */
export function open(text: string): void {
  assert(digests.getOr(senderOrgId(), "") == digestOf(text), "this is not the text that was sealed");
  offers.set(senderOrgId(), text);
}

/**
 * The digest of an organisation's offer.
 * @query
 */
export function digest_of(org: string): string {
  return digests.getOr(org, "none");
}

/**
 * An opened offer.
 * @query
 */
export function offer_of(org: string): string {
  return offers.getOr(org, "sealed");
}
