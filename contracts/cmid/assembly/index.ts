// CMID, ChainMaker's standard for identities (CM-CS-221221-Identity), with CMBC: who stands behind an address.
import { Event3, isAddress, Json, JsonWriter, senderAddress, StateMap, StateValue } from "@yanta/contract-sdk";

const identitySet = new Event3<string, string, string>("setIdentity", "address", "level", "pkPem");

/** Kinds of identities as JSON: an array of {level, description}. */
const kinds = new StateValue<string>("identities");
const creator = new StateValue<string>("creator");
/** Comma list of addresses. */
const admins = new StateValue<string>("admins");
/** {address, pkPem, level, metadata} by address. */
const identities = new StateMap<string>("identity");

const batchMax = 100;
const defaultKinds =
  '[{"level":"0","description":"unidentified"},{"level":"1","description":"person"},{"level":"2","description":"organisation"},{"level":"3","description":"organisation, verified on site"}]';

/** Whoever installs the contract names the admins, itself unless told otherwise. `identities` lists the levels there are. */
export function init_contract(identities: string = "", adminAddress: string = ""): void {
  const list = Json.parse(identities == "" ? defaultKinds : identities, "identities");
  assert(list.isArray && list.length > 0, "CMID: identities must be a JSON array with content");
  for (let i = 0; i < list.length; i++) assert(list.at(i).textOf("level") != "", "CMID: an identity without level");
  kinds.set(list.compact());
  creator.set(senderAddress());
  setAdmins(adminAddress == "" ? senderAddress() : adminAddress);
}

/**
 * Standards that the contract keeps to.
 * @query
 */
export function Standards(): string[] {
  return ["CMBC", "CMID"];
}

/** @query */
export function SupportStandard(standardName: string): bool {
  return Standards().includes(standardName);
}

/**
 * Levels that identities have: a JSON array of {level, description}.
 * @query
 */
export function Identities(): string {
  return kinds.get();
}

/** Says who stands behind an address; only admins may. */
export function SetIdentity(address: string, pkPem: string, level: string, metadata: string = ""): string {
  checkAdmin();
  put(address, pkPem, level, metadata);
  return address;
}

/** The same for several: a JSON array of {address, pkPem, level, metadata}. */
export function SetIdentityBatch(identities: string): string[] {
  checkAdmin();
  const list = Json.parse(identities, "identities");
  assert(list.isArray && list.length > 0, "CMID: identities must be a JSON array with content");
  assert(list.length <= batchMax, "CMID: more than 100 identities");
  const addresses: string[] = [];
  for (let i = 0; i < list.length; i++) {
    const each = list.at(i);
    put(each.textOf("address"), each.textOf("pkPem"), each.textOf("level"), each.textOf("metadata"));
    addresses.push(each.textOf("address"));
  }
  return addresses;
}

/**
 * {address, pkPem, level, metadata} of an address.
 * @query
 */
export function IdentityOf(address: string): string {
  assert(identities.has(address), "CMID: no identity of " + address);
  return identities.get(address);
}

/** @query */
export function LevelOf(address: string): string {
  return Json.parse(IdentityOf(address)).textOf("level");
}

/** @query */
export function PkPemOf(address: string): string {
  return Json.parse(IdentityOf(address)).textOf("pkPem");
}

/** Names other admins, as a comma list; only the creator may. */
export function AlterAdminAddress(adminAddress: string): string {
  assert(senderAddress() == creator.get(), "CMID: only the creator may name admins");
  setAdmins(adminAddress);
  return adminAddress;
}

function setAdmins(list: string): void {
  const addresses = list.split(",");
  for (let i = 0; i < addresses.length; i++)
    assert(isAddress(addresses[i]), "CMID: " + addresses[i] + " is no address");
  admins.set(list);
}

function checkAdmin(): void {
  assert(admins.get().split(",").includes(senderAddress()), "CMID: only admins may set identities");
}

function put(address: string, pkPem: string, level: string, metadata: string): void {
  assert(isAddress(address), "CMID: " + address + " is no address");
  assert(isLevel(level), "CMID: no level " + level);
  const identity = new JsonWriter()
    .text("address", address)
    .text("pkPem", pkPem)
    .text("level", level)
    .text("metadata", metadata);
  identities.set(address, identity.toString());
  identitySet.emit(address, level, pkPem);
}

function isLevel(level: string): bool {
  const list = Json.parse(kinds.get());
  for (let i = 0; i < list.length; i++) if (list.at(i).textOf("level") == level) return true;
  return false;
}
