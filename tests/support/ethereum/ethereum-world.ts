import { bytesToHex, emptyBytes, hexToBytes } from "@yanta/bytes";
import { keccak256 } from "@yanta/crypto";
import { encodeRlp, minimalBytes } from "./rlp.ts";
import { emptyTrieRoot, trieRoot } from "./trie-root.ts";

export interface Account {
  nonce: bigint;
  balance: bigint;
  code: Uint8Array;
  /** By key in 64 hex digits; zero values are left out. */
  readonly storage: Map<string, bigint>;
}

export interface Log {
  readonly address: string;
  readonly topics: readonly Uint8Array[];
  readonly data: Uint8Array;
}

/** Accounts by address (40 hex digits), all changes to which can be undone. */
export class EthereumWorld {
  readonly accounts = new Map<string, Account>();
  readonly logs: Log[] = [];
  /** Accounts that something was done to: they go at the end if they are empty. */
  readonly touched = new Set<string>();
  readonly #undo: (() => void)[] = [];

  /** A point to go back to. */
  get mark(): number {
    return this.#undo.length;
  }

  /** Notes how to undo a change that was made. */
  onUndo(undo: () => void): void {
    this.#undo.push(undo);
  }

  revertTo(mark: number): void {
    while (this.#undo.length > mark) this.#undo.pop()?.();
  }

  /** The account, made if it is not there. */
  ensure(address: string): Account {
    let account = this.accounts.get(address);
    if (account === undefined) {
      account = { nonce: 0n, balance: 0n, code: emptyBytes, storage: new Map() };
      this.accounts.set(address, account);
      this.onUndo(() => this.accounts.delete(address));
    }
    return account;
  }

  touch(address: string): void {
    if (this.touched.has(address)) return;
    this.touched.add(address);
    this.onUndo(() => this.touched.delete(address));
  }

  /** Not there, or without nonce, balance and code. Spec: EIP-161. */
  isEmpty(address: string): boolean {
    const account = this.accounts.get(address);
    return account === undefined || (account.nonce === 0n && account.balance === 0n && account.code.length === 0);
  }

  balance(address: string): bigint {
    return this.accounts.get(address)?.balance ?? 0n;
  }

  setBalance(address: string, balance: bigint): void {
    const account = this.ensure(address);
    const before = account.balance;
    account.balance = balance;
    this.onUndo(() => (account.balance = before));
    this.touch(address);
  }

  transfer(from: string, to: string, value: bigint): void {
    this.touch(to);
    if (value === 0n) return;
    this.setBalance(from, this.balance(from) - value);
    this.setBalance(to, this.balance(to) + value);
  }

  setNonce(address: string, nonce: bigint): void {
    const account = this.ensure(address);
    const before = account.nonce;
    account.nonce = nonce;
    this.onUndo(() => (account.nonce = before));
    this.touch(address);
  }

  setCode(address: string, code: Uint8Array): void {
    const account = this.ensure(address);
    const before = account.code;
    account.code = code;
    this.onUndo(() => (account.code = before));
  }

  storage(address: string, key: string): bigint {
    return this.accounts.get(address)?.storage.get(key) ?? 0n;
  }

  setStorage(address: string, key: string, value: bigint): void {
    const { storage } = this.ensure(address);
    const before = storage.get(key);
    if (value === 0n) storage.delete(key);
    else storage.set(key, value);
    this.onUndo(() => (before === undefined ? storage.delete(key) : storage.set(key, before)));
  }

  addLog(log: Log): void {
    this.logs.push(log);
    this.onUndo(() => this.logs.pop());
  }

  /** Root of the state trie. */
  root(): Uint8Array {
    const entries = [...this.accounts].map(([address, account]) => ({
      key: hashedKey(address),
      value: encodeRlp([
        minimalBytes(account.nonce),
        minimalBytes(account.balance),
        storageRoot(account.storage),
        keccak256(account.code),
      ]),
    }));
    return trieRoot(entries);
  }

  /** Hash of all logs. */
  logsHash(): Uint8Array {
    return keccak256(encodeRlp(this.logs.map(({ address, topics, data }) => [decodeHex(address), topics, data])));
  }
}

function storageRoot(storage: ReadonlyMap<string, bigint>): Uint8Array {
  if (storage.size === 0) return emptyTrieRoot;
  return trieRoot([...storage].map(([key, value]) => ({ key: hashedKey(key), value: encodeRlp(minimalBytes(value)) })));
}

const hashedKeys = new Map<string, string>();
const hashedKeysMax = 100_000;

function hashedKey(key: string): string {
  let hashed = hashedKeys.get(key);
  if (hashed === undefined) {
    hashed = bytesToHex(keccak256(decodeHex(key)));
    if (hashedKeys.size >= hashedKeysMax) hashedKeys.clear();
    hashedKeys.set(key, hashed);
  }
  return hashed;
}

function decodeHex(text: string): Uint8Array {
  const bytes = hexToBytes(text);
  if (bytes === undefined) throw new Error(`no hex: ${text}`);
  return bytes;
}
