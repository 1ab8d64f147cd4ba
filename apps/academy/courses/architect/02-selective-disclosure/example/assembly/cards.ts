import { bytesToHex, senderOrgId, sha256, StateMap } from "@yanta/contract-sdk";

const roots = new StateMap<string>("root");
const issuers = new StateMap<string>("issuer");
const shown = new StateMap<string>("shown");

function digestOf(text: string): string {
  return bytesToHex(sha256(Uint8Array.wrap(String.UTF8.encode(text))));
}

/** @query */
export function digest(text: string): string {
  return digestOf(text);
}

/** Keeps one digest for a whole card. */
export function issue(card: string, root: string): void {
  assert(!roots.has(card), "card " + card + " was issued before");
  roots.set(card, root);
  issuers.set(card, senderOrgId());
}

/** Shows one field of a card; of the others, only their digests are given. */
export function show(card: string, place: u32, text: string, digests: string): void {
  const list = digests.split(",");
  assert(place >= 1 && place <= <u32>list.length, "there is no field " + place.toString());
  assert(digestOf(digests) == roots.get(card), "these digests do not belong to card " + card);
  assert(list[place - 1] == digestOf(text), "this text is not field " + place.toString());
  shown.set(card + "." + place.toString(), text);
}
