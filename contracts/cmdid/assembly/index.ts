// CMDID, ChainMaker's standard for decentralised identities (CM-CS-231201-DID), with CMBC. Keys and signatures are SM2 with SM3.
import {
  blockHeight,
  bytesToBase58,
  bytesToHex,
  Event1,
  Event2,
  Event3,
  Event4,
  isAddress,
  Json,
  JsonWriter,
  keccak256,
  senderAddress,
  sha256,
  Sm2PublicKey,
  stateKey,
  StateMap,
  StateValue,
  txId,
  txTimestamp,
} from "@yanta/contract-sdk";
import { checkProof, didOf, keyOf, proofsOf } from "./proof";
import { parseTime } from "./time";

const documentSet = new Event2<string, string>("SetDidDocument", "did", "didDocument");
const trustRootsSet = new Event1<string>("SetTrustRootList", "dids");
const vcRevoked = new Event1<string>("RevokeVc", "vcID");
const blackListed = new Event1<string>("AddBlackList", "dids");
const blackListLeft = new Event1<string>("DeleteBlackList", "dids");
const issuersAdded = new Event1<string>("AddTrustIssuer", "dids");
const issuersDeleted = new Event1<string>("DeleteTrustIssuer", "dids");
const delegated = new Event4<string, string, string, string>("Delegate", "delegatorDid", "delegateeDid", "resource", "action");
const delegationRevoked = new Event4<string, string, string, string>(
  "RevokeDelegate",
  "delegatorDid",
  "delegateeDid",
  "resource",
  "action",
);
const templateSet = new Event3<string, string, string>("SetVcTemplate", "id", "name", "version");
const vcIssued = new Event4<string, string, string, string>("VcIssueLog", "issuer", "did", "templateID", "vcID");

const didMethod = new StateValue<string>("didMethod");
const creator = new StateValue<string>("creator");
const admins = new StateMap<bool>("admin");
const documents = new StateMap<string>("document");
/** Address that registered a DID: its transactions act for the DID. */
const registrants = new StateMap<string>("registrant");
const didOfRegistrant = new StateMap<string>("registered");
const didOfKey = new StateMap<string>("key");
const didOfAddress = new StateMap<string>("address");
const blackList = new StateMap<string>("black");
const trustRoots = new StateValue<string[]>("trustRoots");
const issuers = new StateMap<string>("issuer");
/** Credential ids by who revoked them: an issuer's DID, or nothing for admins, and the id. */
const revocations = new StateMap<string>("revoked");
const delegations = new StateMap<string>("delegation");
const templates = new StateMap<string>("template");
const issueLogs = new StateMap<string>("issueLog");

const done = "ok";
const listMax = 100;

/** `didMethod` is `cm` (a hash of the key) or `cnbn` (the key's address); both are known from ChainMaker's world. */
export function init_contract(didMethod: string = "cm"): void {
  setUp(didMethod);
}

function setUp(method: string): void {
  assert(method == "cm" || method == "cnbn", "CMDID: didMethod must be cm or cnbn");
  didMethod.set(method);
  creator.set(senderAddress());
}

/**
 * Standards that the contract keeps to.
 * @query
 */
export function Standards(): string[] {
  return ["CMBC", "CMDID"];
}

/** @query */
export function SupportStandard(standardName: string): bool {
  return Standards().includes(standardName);
}

/** @query */
export function DidMethod(): string {
  return didMethod.get();
}

/** Lets an address act as admin; only the creator may. */
export function SetAdmin(address: string = ""): string {
  checkCreator();
  assert(isAddress(need("address", address)), "CMDID: " + address + " is no address");
  admins.set(address, true);
  return done;
}

export function DeleteAdmin(address: string = ""): string {
  checkCreator();
  admins.delete(need("address", address));
  return done;
}

/** @query */
export function IsAdmin(address: string = ""): bool {
  return admins.has(need("address", address));
}

// ---- documents

/** Registers a DID: its document is signed by its own keys, and the DID is made from the first of them. The sender acts for it. */
export function AddDidDocument(didDocument: string = ""): string {
  const document = Json.parse(need("didDocument", didDocument), "didDocument");
  const did = document.textOf("id");
  assert(!documents.has(stateKey([did])), "CMDID: " + did + " exists");
  checkDid(did, document);
  checkProofs(document, document);
  const sender = senderAddress();
  assert(!didOfRegistrant.has(sender), "CMDID: " + sender + " acts for another DID");
  registrants.set(stateKey([did]), sender);
  didOfRegistrant.set(sender, did);
  putDocument(did, document, didDocument);
  return did;
}

/**
 * Another document for a DID. It is signed with a key of the one before, or of a controller that it names; for admins a key of the
 * new document will do. Its registrant, its controllers and admins may send it.
 */
export function UpdateDidDocument(didDocument: string = ""): string {
  const document = Json.parse(need("didDocument", didDocument), "didDocument");
  const did = document.textOf("id");
  const before = Json.parse(GetDidDocument(did));
  assert(actsFor(did) || names(before, senderDid()) || isPrivileged(), "CMDID: no right to update " + did);
  const proofs = proofsOf(document);
  for (let i = 0; i < proofs.length; i++) {
    const methodId = proofs[i].textOf("verificationMethod");
    const signer = names(before, didOf(methodId)) ? validDocument(didOf(methodId)) : isPrivileged() ? document : before;
    checkProof(document, proofs[i], keyOf(signer, methodId));
  }
  forgetKeys(before);
  putDocument(did, document, didDocument);
  return did;
}

/** @query */
export function GetDidDocument(did: string = ""): string {
  const key = stateKey([need("did", did)]);
  assert(documents.has(key), "CMDID: no document of " + did);
  return documents.get(key);
}

/**
 * The DID with a public key (PEM).
 * @query
 */
export function GetDidByPubkey(pubKey: string = ""): string {
  const key = Sm2PublicKey.fromPem(need("pubKey", pubKey));
  assert(key != null, "CMDID: pubKey is no SM2 key");
  return didOfKey.getOr(bytesToHex(sha256(key!.spki)), "");
}

/** @query */
export function GetDidByAddress(address: string = ""): string {
  return didOfAddress.getOr(need("address", address), "");
}

/**
 * Whether a DID is registered and not on the black list.
 * @query
 */
export function IsValidDid(did: string = ""): bool {
  const key = stateKey([need("did", did)]);
  return documents.has(key) && !blackList.has(key);
}

function checkDid(did: string, document: Json): void {
  const methods = document.get("verificationMethod");
  assert(methods != null && methods.isArray && methods.length > 0, "CMDID: a document without verificationMethod");
  const pem = methods!.at(0).textOf("publicKeyPem");
  const key = keyOf(document, methods!.at(0).textOf("id"));
  const own = didMethod.get() == "cm" ? bytesToBase58(sha256(Uint8Array.wrap(String.UTF8.encode(pem)))) : addressOf(key);
  assert(did == "did:" + didMethod.get() + ":" + own, "CMDID: " + did + " is not made from its first key");
}

function addressOf(key: Sm2PublicKey): string {
  return bytesToHex(keccak256(key.spki)).substring(24);
}

/** Every proof of a document is good by keys of `signer`, a document of the same DID. */
function checkProofs(document: Json, signer: Json): void {
  const proofs = proofsOf(document);
  for (let i = 0; i < proofs.length; i++)
    checkProof(document, proofs[i], keyOf(signer, proofs[i].textOf("verificationMethod")));
}

function putDocument(did: string, document: Json, text: string): void {
  const methods = document.get("verificationMethod");
  assert(methods != null && methods.isArray && methods.length > 0, "CMDID: a document without verificationMethod");
  for (let i = 0; i < methods!.length; i++) {
    const key = keyOf(document, methods!.at(i).textOf("id"));
    const owner = didOfKey.getOr(bytesToHex(sha256(key.spki)), did);
    assert(owner == did, "CMDID: a key of another DID");
    didOfKey.set(bytesToHex(sha256(key.spki)), did);
    didOfAddress.set(addressOf(key), did);
  }
  documents.set(stateKey([did]), text);
  documentSet.emit(did, text);
}

function forgetKeys(document: Json): void {
  const methods = document.get("verificationMethod");
  for (let i = 0; i < methods!.length; i++) {
    const key = keyOf(document, methods!.at(i).textOf("id"));
    didOfKey.delete(bytesToHex(sha256(key.spki)));
    didOfAddress.delete(addressOf(key));
  }
}

// ---- credentials

/**
 * Whether a credential holds: a trusted issuer's signature, not expired, not revoked, nobody on the black list. Ends the call
 * with the reason when it does not.
 * @query
 */
export function VerifyVc(vcJson: string = ""): bool {
  checkVc(Json.parse(need("vcJson", vcJson), "vcJson"));
  return true;
}

/**
 * Whether a presentation holds: all its credentials, and its holder's signature.
 * @query
 */
export function VerifyVp(vpJson: string = ""): bool {
  const vp = Json.parse(need("vpJson", vpJson), "vpJson");
  const credentials = vp.get("verifiableCredential");
  assert(credentials != null && credentials.isArray && credentials.length > 0, "CMDID: a presentation without credentials");
  for (let i = 0; i < credentials!.length; i++) checkVc(credentials!.at(i));
  const proofs = proofsOf(vp);
  for (let i = 0; i < proofs.length; i++) {
    const methodId = proofs[i].textOf("verificationMethod");
    checkProof(vp, proofs[i], keyOf(validDocument(didOf(methodId)), methodId));
  }
  return true;
}

function checkVc(vc: Json): void {
  const id = vc.textOf("id");
  assert(id != "", "CMDID: a credential without id");
  const issuer = issuerOf(vc);
  const document = validDocument(issuer);
  assert(issuers.has(stateKey([issuer])), "CMDID: " + issuer + " is no trusted issuer");
  assert(!isRevoked(id, issuer), "CMDID: " + id + " is revoked");
  const expires = vc.textOf("expirationDate");
  assert(expires == "" || parseTime(expires) > txTimestamp(), "CMDID: " + id + " has expired");
  const subject = vc.get("credentialSubject");
  const subjectDid = subject == null ? "" : subject.textOf("id");
  assert(subjectDid == "" || !blackList.has(stateKey([subjectDid])), "CMDID: " + subjectDid + " is on the black list");
  checkProofs(vc, document);
}

/** `issuer` is a DID, or an object with it. */
function issuerOf(vc: Json): string {
  const issuer = vc.get("issuer");
  assert(issuer != null, "CMDID: a credential without issuer");
  return issuer!.isText ? issuer!.asText() : issuer!.textOf("id");
}

function validDocument(did: string): Json {
  assert(did != "" && IsValidDid(did), "CMDID: " + did + " is not valid");
  return Json.parse(documents.get(stateKey([did])));
}

function isRevoked(id: string, issuer: string): bool {
  return revocations.has(stateKey(["", id])) || revocations.has(stateKey([issuer, id]));
}

/** Revokes a credential: admins any, a trusted issuer those that it issued. */
export function RevokeVc(vcID: string = ""): string {
  const own = senderDid();
  const isIssuer = own != "" && issuers.has(stateKey([own]));
  assert(isPrivileged() || isIssuer, "CMDID: no right to revoke");
  revocations.set(stateKey([isPrivileged() ? "" : own, need("vcID", vcID)]), vcID);
  vcRevoked.emit(vcID);
  return done;
}

/** @query */
export function GetRevokedVcList(vcIDSearch: string = "", start: u32 = 0, count: u32 = 10): string[] {
  return page(revocations, vcIDSearch, start, count);
}

/** Notes that a trusted issuer issued a credential. */
export function VcIssueLog(issuer: string = "", did: string = "", templateID: string = "", vcID: string = ""): string {
  assert(actsFor(need("issuer", issuer)), "CMDID: the sender does not act for " + issuer);
  assert(issuers.has(stateKey([issuer])), "CMDID: " + issuer + " is no trusted issuer");
  const key = stateKey([issuer, need("did", did), need("templateID", templateID), need("vcID", vcID)]);
  assert(!issueLogs.has(key), "CMDID: " + vcID + " is logged");
  const entry = new JsonWriter()
    .text("issuer", issuer)
    .text("did", did)
    .text("templateID", templateID)
    .text("vcID", vcID)
    .text("txId", txId())
    .value<u64>("blockHeight", blockHeight());
  issueLogs.set(key, entry.toString());
  vcIssued.emit(issuer, did, templateID, vcID);
  return done;
}

/**
 * A JSON array of {issuer, did, templateID, vcID, txId, blockHeight}; what is empty is not asked for.
 * @query
 */
export function GetVcIssueLogs(
  issuer: string = "",
  did: string = "",
  templateID: string = "",
  start: u32 = 0,
  count: u32 = 10,
): string {
  const found: string[] = [];
  let passed: u32 = 0;
  for (const rows = issueLogs.entries(); <u32>found.length < bounded(count) && rows.next(); ) {
    const entry = Json.parse(rows.value);
    if (!asked(entry, "issuer", issuer) || !asked(entry, "did", did) || !asked(entry, "templateID", templateID)) continue;
    if (passed++ >= start) found.push(rows.value);
  }
  return "[" + found.join(",") + "]";
}

/**
 * DIDs that issued a credential to a DID.
 * @query
 */
export function GetVcIssuers(did: string = ""): string[] {
  need("did", did);
  const found: string[] = [];
  for (const rows = issueLogs.entries(); rows.next(); ) {
    const entry = Json.parse(rows.value);
    const issuer = entry.textOf("issuer");
    if (entry.textOf("did") == did && !found.includes(issuer)) found.push(issuer);
  }
  return found;
}

// ---- lists

export function AddBlackList(dids: string = ""): string {
  checkPrivileged();
  addAll(blackList, need("dids", dids));
  blackListed.emit(dids);
  return done;
}

export function DeleteBlackList(dids: string = ""): string {
  checkPrivileged();
  deleteAll(blackList, need("dids", dids));
  blackListLeft.emit(dids);
  return done;
}

/** @query */
export function GetBlackList(didSearch: string = "", start: u32 = 0, count: u32 = 10): string[] {
  return page(blackList, didSearch, start, count);
}

/** The DIDs that stand at the root of trust; only admins set them. `dids` is one DID or a JSON array. */
export function SetTrustRootList(dids: string = ""): string {
  checkPrivileged();
  trustRoots.set(listOf(need("dids", dids)));
  trustRootsSet.emit(dids);
  return done;
}

/** @query */
export function GetTrustRootList(): string[] {
  return trustRoots.getOr([]);
}

export function AddTrustIssuer(dids: string = ""): string {
  checkPrivileged();
  addAll(issuers, need("dids", dids));
  issuersAdded.emit(dids);
  return done;
}

export function DeleteTrustIssuer(dids: string = ""): string {
  checkPrivileged();
  deleteAll(issuers, need("dids", dids));
  issuersDeleted.emit(dids);
  return done;
}

/** @query */
export function GetTrustIssuer(didSearch: string = "", start: u32 = 0, count: u32 = 10): string[] {
  return page(issuers, didSearch, start, count);
}

// ---- delegation

/** Lets a DID do something in the place of the sender's; `expiration` in Unix seconds, 0 for ever. */
export function Delegate(delegateeDid: string = "", resource: string = "", action: string = "", expiration: i64 = 0): string {
  const own = senderDid();
  assert(own != "", "CMDID: the sender acts for no DID");
  assert(IsValidDid(need("delegateeDid", delegateeDid)), "CMDID: " + delegateeDid + " is not valid");
  assert(expiration == 0 || expiration > txTimestamp(), "CMDID: expiration is in the past");
  const entry = new JsonWriter()
    .text("delegatorDid", own)
    .text("delegateeDid", delegateeDid)
    .text("resource", need("resource", resource))
    .text("action", need("action", action))
    .value<i64>("startTime", txTimestamp())
    .value<i64>("expiration", expiration);
  delegations.set(stateKey([own, delegateeDid, resource, action]), entry.toString());
  delegated.emit(own, delegateeDid, resource, action);
  return done;
}

export function RevokeDelegate(delegateeDid: string = "", resource: string = "", action: string = ""): string {
  const own = senderDid();
  const key = stateKey([own, need("delegateeDid", delegateeDid), need("resource", resource), need("action", action)]);
  assert(own != "" && delegations.has(key), "CMDID: no such delegation");
  delegations.delete(key);
  delegationRevoked.emit(own, delegateeDid, resource, action);
  return done;
}

/**
 * A JSON array of delegations that hold now; what is empty is not asked for.
 * @query
 */
export function GetDelegateList(
  delegatorDid: string = "",
  delegateeDid: string = "",
  resource: string = "",
  action: string = "",
  start: u32 = 0,
  count: u32 = 10,
): string {
  const found: string[] = [];
  let passed: u32 = 0;
  for (const rows = delegations.entries(); <u32>found.length < bounded(count) && rows.next(); ) {
    const entry = Json.parse(rows.value);
    if (!asked(entry, "delegatorDid", delegatorDid) || !asked(entry, "delegateeDid", delegateeDid)) continue;
    if (!asked(entry, "resource", resource) || !asked(entry, "action", action)) continue;
    const expiration = I64.parseInt(entry.get("expiration")!.raw);
    if (expiration != 0 && expiration <= txTimestamp()) continue;
    if (passed++ >= start) found.push(rows.value);
  }
  return "[" + found.join(",") + "]";
}

// ---- templates

/** A form of credentials; `template` is a JSON Schema. Admins and trusted issuers set it; a version stays as it is. */
export function SetVcTemplate(
  id: string = "",
  name: string = "",
  vcType: string = "",
  version: string = "",
  template: string = "",
): string {
  const own = senderDid();
  assert(isPrivileged() || (own != "" && issuers.has(stateKey([own]))), "CMDID: no right to set templates");
  const key = stateKey([need("id", id), need("version", version)]);
  assert(!templates.has(key), "CMDID: template " + id + " " + version + " exists");
  const schema = Json.parse(need("template", template), "template");
  assert(schema.isObject, "CMDID: template must be a JSON object");
  const entry = new JsonWriter()
    .text("id", id)
    .text("name", need("name", name))
    .text("vcType", vcType)
    .text("version", version)
    .raw("template", schema.compact());
  templates.set(key, entry.toString());
  templateSet.emit(id, name, version);
  return done;
}

/** @query */
export function GetVcTemplate(id: string = "", version: string = ""): string {
  const key = stateKey([need("id", id), need("version", version)]);
  assert(templates.has(key), "CMDID: no template " + id + " " + version);
  return templates.get(key);
}

/**
 * A JSON array of the templates whose name holds a text.
 * @query
 */
export function GetVcTemplateList(nameSearch: string = "", start: u32 = 0, count: u32 = 10): string {
  const found: string[] = [];
  let passed: u32 = 0;
  for (const rows = templates.entries(); <u32>found.length < bounded(count) && rows.next(); ) {
    if (!Json.parse(rows.value).textOf("name").includes(nameSearch)) continue;
    if (passed++ >= start) found.push(rows.value);
  }
  return "[" + found.join(",") + "]";
}

// ---- rights and lists

function need(name: string, value: string): string {
  assert(value != "", "CMDID: require parameter:'" + name + "'");
  return value;
}

function checkCreator(): void {
  assert(senderAddress() == creator.get(), "CMDID: only the creator may do this");
}

function isPrivileged(): bool {
  const sender = senderAddress();
  return sender == creator.get() || admins.has(sender);
}

function checkPrivileged(): void {
  assert(isPrivileged(), "CMDID: only the creator and admins may do this");
}

/** The DID that the sender acts for, empty for none; one on the black list acts for nobody. */
function senderDid(): string {
  const did = didOfRegistrant.getOr(senderAddress(), "");
  return did != "" && IsValidDid(did) ? did : "";
}

function actsFor(did: string): bool {
  return senderDid() == did;
}

/** Whether a document names a DID as `controller`. */
function names(document: Json, did: string): bool {
  const controller = document.get("controller");
  if (did == "" || controller == null) return false;
  if (controller.isText) return controller.asText() == did;
  for (let i = 0; i < controller.length; i++) if (controller.at(i).isText && controller.at(i).asText() == did) return true;
  return false;
}

/** One DID, or a JSON array of them. */
function listOf(dids: string): string[] {
  if (!dids.startsWith("[")) return [dids];
  const list = Json.parse(dids, "dids");
  assert(list.length > 0 && list.length <= listMax, "CMDID: from 1 to 100 DIDs");
  const found: string[] = [];
  for (let i = 0; i < list.length; i++) found.push(list.at(i).asText("dids"));
  return found;
}

function addAll(map: StateMap<string>, dids: string): void {
  const list = listOf(dids);
  for (let i = 0; i < list.length; i++) map.set(stateKey([list[i]]), list[i]);
}

function deleteAll(map: StateMap<string>, dids: string): void {
  const list = listOf(dids);
  for (let i = 0; i < list.length; i++) map.delete(stateKey([list[i]]));
}

/** Values that hold a text, from the one with number `start` on. */
function page(map: StateMap<string>, search: string, start: u32, count: u32): string[] {
  const found: string[] = [];
  let passed: u32 = 0;
  for (const rows = map.entries(); <u32>found.length < bounded(count) && rows.next(); ) {
    if (!rows.value.includes(search)) continue;
    if (passed++ >= start) found.push(rows.value);
  }
  return found;
}

function bounded(count: u32): u32 {
  return min<u32>(count, listMax);
}

function asked(entry: Json, name: string, wanted: string): bool {
  return wanted == "" || entry.textOf(name) == wanted;
}
