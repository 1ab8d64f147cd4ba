// CMDFA, ChainMaker's standard for fungible assets (CM-CS-221221-DFA), with CMBC. Accounts are addresses of the chain.
import { Event2, Event3, isAddress, senderAddress, stateKey, StateMap, StateValue, Uint256 } from "@yanta/contract-sdk";

const transferred = new Event3<string, string, Uint256>("transfer", "spender", "to", "amount");
const approved = new Event3<string, string, Uint256>("approve", "owner", "spender", "amount");
const minted = new Event2<string, Uint256>("mint", "account", "amount");
const burnt = new Event2<string, Uint256>("burn", "spender", "amount");

const name = new StateValue<string>("name");
const symbol = new StateValue<string>("symbol");
const decimals = new StateValue<u8>("decimals");
const metadata = new StateValue<string>("metadata");
const totalSupply = new StateValue<Uint256>("totalSupply");
const admin = new StateValue<string>("admin");
const balances = new StateMap<Uint256>("balance");
/** By owner and spender. */
const allowances = new StateMap<Uint256>("allowance");

/** A result with content: ChainMaker forgets a callee's events when it returns nothing. */
const done = "ok";

/** Whoever installs the contract is its admin and gets the first supply. */
export function init_contract(
  name: string,
  symbol: string,
  decimals: u8 = 18,
  totalSupply: Uint256 = Uint256.zero(),
  metadata: string = "",
): void {
  setUp(name, symbol, decimals, metadata);
  if (!totalSupply.isZero) mint(senderAddress(), totalSupply);
}

function setUp(newName: string, newSymbol: string, newDecimals: u8, newMetadata: string): void {
  assert(newName.length > 0, "CMDFA: name is empty");
  assert(newSymbol.length > 0, "CMDFA: symbol is empty");
  name.set(newName);
  symbol.set(newSymbol);
  decimals.set(newDecimals);
  if (newMetadata.length > 0) metadata.set(newMetadata);
  admin.set(senderAddress());
}

/**
 * Standards that the contract keeps to.
 * @query
 */
export function Standards(): string[] {
  return ["CMBC", "CMDFA"];
}

/** @query */
export function SupportStandard(standardName: string): bool {
  return Standards().includes(standardName);
}

/** @query */
export function Name(): string {
  return name.get();
}

/** @query */
export function Symbol(): string {
  return symbol.get();
}

/** @query */
export function Decimals(): u8 {
  return decimals.get();
}

/** @query */
export function Metadata(): string {
  return metadata.getOr("");
}

/** @query */
export function TotalSupply(): Uint256 {
  return totalSupply.getOr(Uint256.zero());
}

/** @query */
export function BalanceOf(account: string): Uint256 {
  return balances.getOr(account, Uint256.zero());
}

/**
 * What the owner lets the spender spend.
 * @query
 */
export function Allowance(owner: string, spender: string): Uint256 {
  return allowances.getOr(stateKey([owner, spender]), Uint256.zero());
}

/** Moves the sender's own. */
export function Transfer(to: string, amount: Uint256): string {
  move(senderAddress(), to, amount);
  return done;
}

/** Moves what somebody else allowed the sender. */
export function TransferFrom(from: string, to: string, amount: Uint256): string {
  spendAllowance(from, senderAddress(), amount);
  move(from, to, amount);
  return done;
}

/** Lets somebody spend the sender's own; it replaces what was allowed before. */
export function Approve(spender: string, amount: Uint256): string {
  const owner = senderAddress();
  checkAccount(spender);
  assert(owner != spender, "CMDFA: owner and spender are the same");
  setAllowance(owner, spender, amount);
  approved.emit(owner, spender, amount);
  return done;
}

/** Makes new ones; only the admin may. */
export function Mint(account: string, amount: Uint256): string {
  assert(senderAddress() == admin.get(), "CMDFA: only the admin may mint");
  mint(account, amount);
  return done;
}

/** Destroys the sender's own. */
export function Burn(amount: Uint256): string {
  burn(senderAddress(), amount);
  return done;
}

/** Destroys what another account, `spender`, allowed the sender. */
export function BurnFrom(spender: string, amount: Uint256): string {
  spendAllowance(spender, senderAddress(), amount);
  burn(spender, amount);
  return done;
}

/** Moves to several accounts; `amount` holds one for each, or one for all. */
export function BatchTransfer(to: string[], amount: string[]): string {
  assert(to.length > 0, "CMDFA: no account to transfer to");
  assert(amount.length == to.length || amount.length == 1, "CMDFA: one amount for each account, or one for all");
  const from = senderAddress();
  for (let i = 0; i < to.length; i++) move(from, to[i], Uint256.parse(amount[amount.length == 1 ? 0 : i], "amount"));
  return done;
}

function move(from: string, to: string, amount: Uint256): void {
  checkAccount(to);
  assert(from != to, "CMDFA: an account cannot transfer to itself");
  assert(!amount.isZero, "CMDFA: amount is zero");
  take(from, amount);
  balances.set(to, BalanceOf(to) + amount);
  transferred.emit(from, to, amount);
}

function mint(account: string, amount: Uint256): void {
  checkAccount(account);
  assert(!amount.isZero, "CMDFA: amount is zero");
  totalSupply.set(TotalSupply() + amount);
  balances.set(account, BalanceOf(account) + amount);
  minted.emit(account, amount);
}

function burn(account: string, amount: Uint256): void {
  assert(!amount.isZero, "CMDFA: amount is zero");
  take(account, amount);
  totalSupply.set(TotalSupply() - amount);
  burnt.emit(account, amount);
}

function take(account: string, amount: Uint256): void {
  const balance = BalanceOf(account);
  assert(balance >= amount, "CMDFA: the balance of " + account + " is too low");
  const rest = balance - amount;
  if (rest.isZero) balances.delete(account);
  else balances.set(account, rest);
}

function spendAllowance(owner: string, spender: string, amount: Uint256): void {
  const allowance = Allowance(owner, spender);
  assert(allowance >= amount, "CMDFA: the allowance of " + spender + " is too low");
  setAllowance(owner, spender, allowance - amount);
}

function setAllowance(owner: string, spender: string, amount: Uint256): void {
  const key = stateKey([owner, spender]);
  if (amount.isZero) allowances.delete(key);
  else allowances.set(key, amount);
}

function checkAccount(account: string): void {
  assert(isAddress(account), "CMDFA: " + account + " is no account");
}
