import { senderAddress, senderOrgId, StateMap } from "@yanta/contract-sdk";

const titles = new StateMap<string>("title");
const owners = new StateMap<string>("owner");
const authors = new StateMap<string>("author");
const states = new StateMap<string>("state");
const wanted = new StateMap<string>("wanted");
const purposes = new StateMap<string>("purpose");
const consumers = new StateMap<string>("consumer");
const digests = new StateMap<string>("digest");

/** Writes a draft of an entry. */
export function draft(entry: string, title: string): void {
  assert(!owners.has(entry) || owners.get(entry) == senderOrgId(), "entry " + entry + " is another organisation's");
  titles.set(entry, title);
  owners.set(entry, senderOrgId());
  authors.set(entry, senderAddress());
  states.set(entry, "draft");
}

/** Publishes a draft. Four eyes: a person of the same organisation, but not its author. */
export function review(entry: string): void {
  assert(owners.getOr(entry, "") == senderOrgId(), "entry " + entry + " is another organisation's");
  assert(authors.get(entry) != senderAddress(), "who wrote an entry does not review it");
  states.set(entry, "published");
}

/** Asks for the data of a published entry. */
export function request(id: string, entry: string, purpose: string): void {
  assert(states.getOr(entry, "") == "published", "entry " + entry + " is not published");
  assert(!wanted.has(id), "request " + id + " is there already");
  wanted.set(id, entry);
  purposes.set(id, purpose);
  consumers.set(id, senderOrgId());
  states.set(id, "asked");
}

/** The organisation that holds the data grants or refuses a request. */
export function decide(id: string, answer: string): void {
  assert(owners.get(wanted.get(id)) == senderOrgId(), "another organisation decides on request " + id);
  assert(states.get(id) == "asked", "request " + id + " was decided before");
  assert(answer == "granted" || answer == "refused", "the answer is granted or refused");
  states.set(id, answer);
}

/** Notes the digest of what was delivered, outside the chain. */
export function deliver(id: string, digest: string): void {
  assert(owners.get(wanted.get(id)) == senderOrgId(), "another organisation delivers for request " + id);
  assert(states.get(id) == "granted", "request " + id + " is not granted");
  digests.set(id, digest);
  states.set(id, "delivered");
}

/** @query */
export function status(id: string): string {
  return states.getOr(id, "unknown");
}
