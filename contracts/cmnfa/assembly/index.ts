// CMNFA, ChainMaker's standard for non-fungible assets (CM-CS-221221-NFA), with CMBC. Token ids are texts.
import {
  Event2,
  Event3,
  Event4,
  isAddress,
  Json,
  JsonWriter,
  senderAddress,
  stateKey,
  StateMap,
  StateValue,
} from "@yanta/contract-sdk";

const minted = new Event4<string, string, string, string>("Mint", "to", "tokenId", "categoryName", "metadata");
const transferred = new Event3<string, string, string>("TransferFrom", "from", "to", "tokenId");
const burnt = new Event2<string, string>("Burn", "owner", "tokenId");
const approved = new Event4<string, string, string, bool>("SetApproval", "owner", "to", "tokenId", "isApproval");
const approvedForAll = new Event3<string, string, bool>("SetApprovalForAll", "owner", "to", "isApproval");
const approvedByCategory = new Event4<string, string, string, bool>(
  "SetApprovalByCategory",
  "owner",
  "to",
  "categoryName",
  "isApproval",
);
const categorySet = new Event2<string, string>("CreateOrSetCategory", "categoryName", "categoryURI");

const admin = new StateValue<string>("admin");
const totalSupply = new StateValue<u64>("totalSupply");
const owners = new StateMap<string>("owner");
const categoryOfToken = new StateMap<string>("tokenCategory");
const metadataOfToken = new StateMap<string>("tokenMetadata");
/** The base of the tokens' URIs by category; a slash stands first, so that an empty base is there, too. */
const categories = new StateMap<string>("category");
const supplyOfCategory = new StateMap<u64>("categorySupply");
const balances = new StateMap<u64>("balance");
/** Token ids by owner and token. */
const tokensOfAccount = new StateMap<string>("accountToken");
/** Who may transfer a token besides its owner; it ends with the next transfer. */
const approvedOfToken = new StateMap<string>("tokenApproval");
/** By owner, spender, and a category or nothing. */
const approvals = new StateMap<bool>("approval");

const batchMax = 100;
const done = "ok";

/** Whoever installs the contract is its admin: it mints and keeps the categories. */
export function init_contract(categoryName: string = "", categoryURI: string = ""): void {
  admin.set(senderAddress());
  if (categoryName != "") setCategory(categoryName, categoryURI);
}

/**
 * Standards that the contract keeps to.
 * @query
 */
export function Standards(): string[] {
  return ["CMBC", "CMNFA"];
}

/** @query */
export function SupportStandard(standardName: string): bool {
  return Standards().includes(standardName);
}

/** A new token; only the admin may. Its category exists. */
export function Mint(to: string, tokenId: string, categoryName: string, metadata: string = ""): string {
  checkAdmin();
  mint(to, tokenId, categoryName, metadata);
  return done;
}

/** Several new tokens: a JSON array of {to, tokenId, categoryName, metadata}. */
export function MintBatch(tokens: string): string {
  checkAdmin();
  const list = Json.parse(tokens, "tokens");
  assert(list.isArray && list.length > 0, "CMNFA: tokens must be a JSON array with content");
  assert(list.length <= batchMax, "CMNFA: more than 100 tokens");
  for (let i = 0; i < list.length; i++) {
    const token = list.at(i);
    mint(token.textOf("to"), token.textOf("tokenId"), token.textOf("categoryName"), token.textOf("metadata"));
  }
  return done;
}

/** Lets somebody transfer one token of the sender, in the place of whom it let before; or nobody any longer. */
export function SetApproval(owner: string, to: string, tokenId: string, isApproval: bool): string {
  assert(OwnerOf(tokenId) == owner, "CMNFA: " + owner + " does not own " + tokenId);
  checkApproval(owner, to);
  if (isApproval) approvedOfToken.set(stateKey([tokenId]), to);
  else approvedOfToken.delete(stateKey([tokenId]));
  approved.emit(owner, to, tokenId, isApproval);
  return done;
}

/** The same for all tokens of the sender. */
export function SetApprovalForAll(owner: string, to: string, isApproval: bool): string {
  approve(owner, to, ["all"], isApproval);
  approvedForAll.emit(owner, to, isApproval);
  return done;
}

/** The same for the sender's tokens of one category. */
export function SetApprovalByCategory(owner: string, to: string, categoryName: string, isApproval: bool): string {
  baseOf(categoryName);
  approve(owner, to, ["category", categoryName], isApproval);
  approvedByCategory.emit(owner, to, categoryName, isApproval);
  return done;
}

/** Moves a token; the owner may, and whom the owner approved. */
export function TransferFrom(from: string, to: string, tokenId: string): string {
  move(from, to, tokenId);
  return done;
}

export function TransferFromBatch(from: string, to: string, tokenIds: string[]): string {
  assert(tokenIds.length > 0 && tokenIds.length <= batchMax, "CMNFA: from 1 to 100 tokens");
  for (let i = 0; i < tokenIds.length; i++) move(from, to, tokenIds[i]);
  return done;
}

/** Destroys a token; who may transfer it may. */
export function Burn(tokenId: string): string {
  const owner = OwnerOf(tokenId);
  checkMayMove(owner, tokenId);
  takeFrom(owner, tokenId);
  const category = stateKey([categoryOf(tokenId)]);
  supplyOfCategory.set(category, supplyOfCategory.get(category) - 1);
  totalSupply.set(totalSupply.get() - 1);
  const key = stateKey([tokenId]);
  owners.delete(key);
  categoryOfToken.delete(key);
  metadataOfToken.delete(key);
  burnt.emit(owner, tokenId);
  return done;
}

/** A category, and what its tokens' URIs begin with; only the admin may. */
export function CreateOrSetCategory(categoryName: string, categoryURI: string): string {
  checkAdmin();
  setCategory(categoryName, categoryURI);
  return done;
}

/** @query */
export function OwnerOf(tokenId: string): string {
  const key = stateKey([tokenId]);
  assert(tokenId != "" && owners.has(key), "CMNFA: no token " + tokenId);
  return owners.get(key);
}

/**
 * The category's URI, then the token's id.
 * @query
 */
export function TokenURI(tokenId: string): string {
  OwnerOf(tokenId);
  return baseOf(categoryOf(tokenId)) + tokenId;
}

/** @query */
export function TokenMetadata(tokenId: string): string {
  OwnerOf(tokenId);
  return metadataOfToken.getOr(stateKey([tokenId]), "");
}

/**
 * {categoryName, categoryURI} of a category.
 * @query
 */
export function GetCategoryByName(categoryName: string): string {
  return new JsonWriter().text("categoryName", categoryName).text("categoryURI", baseOf(categoryName)).toString();
}

/** @query */
export function GetCategoryByTokenId(tokenId: string): string {
  OwnerOf(tokenId);
  return GetCategoryByName(categoryOf(tokenId));
}

/** @query */
export function TotalSupply(): u64 {
  return totalSupply.getOr(0);
}

/** @query */
export function TotalSupplyOfCategory(categoryName: string): u64 {
  return supplyOfCategory.getOr(stateKey([categoryName]), 0);
}

/** @query */
export function BalanceOf(account: string): u64 {
  return balances.getOr(account, 0);
}

/**
 * Ids of the tokens that an account owns.
 * @query
 */
export function AccountTokens(account: string): string[] {
  assert(isAddress(account), "CMNFA: " + account + " is no account");
  const ids: string[] = [];
  for (const rows = tokensOfAccount.entriesFrom(account + "."); rows.next(); ) ids.push(rows.value);
  return ids;
}

function mint(to: string, tokenId: string, categoryName: string, metadata: string): void {
  assert(tokenId != "", "CMNFA: tokenId is empty");
  const key = stateKey([tokenId]);
  assert(!owners.has(key), "CMNFA: token " + tokenId + " exists");
  baseOf(categoryName);
  giveTo(to, tokenId);
  categoryOfToken.set(key, categoryName);
  if (metadata != "") metadataOfToken.set(key, metadata);
  supplyOfCategory.set(stateKey([categoryName]), TotalSupplyOfCategory(categoryName) + 1);
  totalSupply.set(TotalSupply() + 1);
  minted.emit(to, tokenId, categoryName, metadata);
}

function move(from: string, to: string, tokenId: string): void {
  assert(OwnerOf(tokenId) == from, "CMNFA: " + from + " does not own " + tokenId);
  assert(from != to, "CMNFA: from and to are the same");
  checkMayMove(from, tokenId);
  takeFrom(from, tokenId);
  giveTo(to, tokenId);
  transferred.emit(from, to, tokenId);
}

function checkMayMove(owner: string, tokenId: string): void {
  const sender = senderAddress();
  const isApproved =
    sender == owner ||
    approvedOfToken.getOr(stateKey([tokenId]), "") == sender ||
    approvals.has(stateKey([owner, sender, "all"])) ||
    approvals.has(stateKey([owner, sender, "category", categoryOf(tokenId)]));
  assert(isApproved, "CMNFA: " + sender + " is not approved for " + tokenId);
}

function approve(owner: string, to: string, scope: string[], isApproval: bool): void {
  checkApproval(owner, to);
  const key = stateKey([owner, to].concat(scope));
  if (isApproval) approvals.set(key, true);
  else approvals.delete(key);
}

function checkApproval(owner: string, to: string): void {
  assert(senderAddress() == owner, "CMNFA: only the owner may approve");
  checkAccount(to);
  assert(owner != to, "CMNFA: owner and to are the same");
}

function takeFrom(owner: string, tokenId: string): void {
  const rest = balances.get(owner) - 1;
  if (rest == 0) balances.delete(owner);
  else balances.set(owner, rest);
  tokensOfAccount.delete(stateKey([owner, tokenId]));
  approvedOfToken.delete(stateKey([tokenId]));
}

function giveTo(account: string, tokenId: string): void {
  checkAccount(account);
  owners.set(stateKey([tokenId]), account);
  balances.set(account, BalanceOf(account) + 1);
  tokensOfAccount.set(stateKey([account, tokenId]), tokenId);
}

function setCategory(categoryName: string, categoryURI: string): void {
  assert(categoryName != "", "CMNFA: categoryName is empty");
  categories.set(stateKey([categoryName]), "/" + categoryURI);
  categorySet.emit(categoryName, categoryURI);
}

function baseOf(categoryName: string): string {
  const base = categoryName == "" ? "" : categories.getOr(stateKey([categoryName]), "");
  assert(base != "", "CMNFA: no category " + categoryName);
  return base.substring(1);
}

function categoryOf(tokenId: string): string {
  return categoryOfToken.get(stateKey([tokenId]));
}

function checkAdmin(): void {
  assert(senderAddress() == admin.get(), "CMNFA: only the admin may do this");
}

function checkAccount(account: string): void {
  assert(isAddress(account), "CMNFA: " + account + " is no account");
}
