import { bytesToHex } from "@yanta/bytes";
import {
  callMethod,
  type Chain,
  creationTarget,
  ethereumChainId,
  ethereumNonce,
  ethereumParameter,
  ethereumSenders,
} from "@yanta/chain";
import {
  type DecodedTransaction,
  decodeTransaction,
  decodeUnsignedTransaction,
  type EthereumTransaction,
} from "@yanta/ethereum";
import { serverError } from "../json-rpc/rpc-error.ts";
import { queuedMax, queuedMsMax, queuedPerSenderMax } from "../limits.ts";
import { type Gateway, signRequest } from "./gateway.ts";

export interface SenderClock {
  unixSeconds(): bigint;
  monotonicMs(): number;
}

interface Waiting {
  readonly transaction: EthereumTransaction;
  readonly raw: Uint8Array;
  readonly sinceMs: number;
}

/** An address with transactions on their way. */
interface Account {
  /** Nonce of the next transaction for the pool. */
  next: bigint;
  /** In the pool or being committed, by hash. Creations and calls wait in different queues there, so they never mix here. */
  readonly inPool: Map<string, Waiting>;
  /** Waiting for an earlier nonce, or for the pool to hold no transaction of the other kind. */
  readonly queue: Map<bigint, Waiting>;
}

export interface TransactionSenderOptions {
  readonly chain: Chain;
  readonly gateway: Gateway;
  readonly clock: SenderClock;
  /** A transaction that was accepted is dropped again. */
  readonly onDropped: (hash: string, reason: string) => void;
  /** A transaction was accepted. Hex without 0x. */
  readonly onAccepted: (hash: string) => void;
}

/**
 * Brings signed Ethereum transactions onto the chain, those of one address in the order of their nonces. Blocks refuse gaps,
 * so transactions that come early wait here.
 */
export class TransactionSender {
  readonly #options: TransactionSenderOptions;
  readonly #accounts = new Map<string, Account>();
  /** Everything that waits or is in the pool, by hash. */
  readonly #pending = new Map<string, EthereumTransaction>();
  #queuedCount = 0;

  constructor(options: TransactionSenderOptions) {
    this.#options = options;
  }

  /** Takes a signed transaction; its hash without 0x. Throws RpcError with the reason of a refusal. */
  send(raw: Uint8Array): string {
    return this.#take(decodeTransaction(raw), raw);
  }

  /** Takes a transaction of an impersonated address, as `send` does; only a development chain runs it. */
  sendUnsigned(raw: Uint8Array): string {
    return this.#take(decodeUnsignedTransaction(raw), raw);
  }

  #take(decoded: DecodedTransaction, raw: Uint8Array): string {
    if (decoded.kind === "refused") throw serverError(decoded.text);
    const { transaction } = decoded;
    const hash = bytesToHex(transaction.hash);
    this.#check(transaction, hash);
    const account = this.#accountOf(transaction.from);
    try {
      this.#enqueue(account, { transaction, raw, sinceMs: this.#options.clock.monotonicMs() }, hash);
      this.#pump(account, hash);
    } finally {
      this.#forgetIdle(transaction.from, account);
    }
    this.#options.onAccepted(hash);
    return hash;
  }

  /** The chain went back, and its pool is empty: nothing is on its way any more. */
  reset(): void {
    this.#accounts.clear();
    this.#pending.clear();
    this.#queuedCount = 0;
  }

  /** An address has another nonce now: what is on its way is forgotten. */
  forget(address: string): void {
    const account = this.#accounts.get(address);
    if (account === undefined) return;
    for (const { transaction } of account.queue.values()) this.#unqueue(account, transaction);
    for (const hash of account.inPool.keys()) this.#pending.delete(hash);
    this.#accounts.delete(address);
  }

  /** A transaction that is not in a block yet. */
  find(hash: string): EthereumTransaction | undefined {
    return this.#pending.get(hash);
  }

  /** What waits for its block, and what waits for an earlier nonce. */
  waiting(): { readonly pending: readonly EthereumTransaction[]; readonly queued: readonly EthereumTransaction[] } {
    const accounts = [...this.#accounts.values()];
    return {
      pending: accounts.flatMap(({ inPool }) => [...inPool.values()].map(({ transaction }) => transaction)),
      queued: accounts.flatMap(({ queue }) => [...queue.values()].map(({ transaction }) => transaction)),
    };
  }

  /** The next nonce of an address when all that can go will have gone. */
  nextNonce(address: string): bigint {
    const account = this.#accounts.get(address);
    if (account === undefined) return ethereumNonce(this.#options.chain.ledger, address);
    let next = account.next;
    while (account.queue.has(next)) next++;
    return next;
  }

  /** Transactions became durable: those behind them may go. */
  settle(txIds: readonly string[]): void {
    const senders = new Set<string>();
    for (const txId of txIds) {
      const transaction = this.#pending.get(txId);
      if (transaction === undefined) continue;
      senders.add(transaction.from);
      this.#leavePool(transaction.from, txId);
    }
    for (const from of senders) this.#recover(from);
  }

  /** Gives up what the pool has dropped, and what has waited for too long. */
  sweep(): void {
    const { clock, onDropped } = this.#options;
    const oldestMs = clock.monotonicMs() - queuedMsMax;
    for (const [from, account] of this.#accounts) {
      for (const { transaction, sinceMs } of account.queue.values()) {
        if (sinceMs > oldestMs) continue;
        this.#unqueue(account, transaction);
        onDropped(bytesToHex(transaction.hash), "an earlier nonce did not come");
      }
      this.#recover(from);
      this.#forgetIdle(from, account);
    }
  }

  /**
   * Takes back what the pool no longer has. A transaction that came too early, because one before it was refused, is in no block and
   * waits here for its turn again; for others there is a reason that sending again would not change.
   */
  #recover(from: string): void {
    const { pool, ledger } = this.#options.chain;
    const account = this.#accounts.get(from);
    if (account === undefined) return;
    const gone = [...account.inPool].filter(([hash]) => pool.find(hash) === undefined);
    if (gone.length === 0) return;
    const next = ethereumNonce(ledger, from);
    for (const [hash, waiting] of gone) {
      const { nonce } = waiting.transaction;
      account.inPool.delete(hash);
      this.#pending.delete(hash);
      if (ledger.getTxLocation(hash) !== undefined) continue;
      if (nonce > next && !account.queue.has(nonce) && account.queue.size < queuedPerSenderMax)
        this.#queue(account, waiting, hash);
      else this.#options.onDropped(hash, "the pool has dropped it");
    }
    this.#afterPool(from, account);
  }

  #check({ from, chainId, value }: EthereumTransaction, hash: string): void {
    const { chain } = this.#options;
    const expected = ethereumChainId(chain.chainId);
    if (chainId !== expected) throw serverError(`invalid chain id for signer: have ${chainId} want ${expected}`);
    if (value !== 0n) throw serverError("insufficient funds for gas * price + value: this chain transfers no value");
    if (this.#pending.has(hash) || chain.ledger.getTxLocation(hash) !== undefined) throw serverError("already known");
    const senders = ethereumSenders(chain.config);
    if (senders.kind === "none")
      throw serverError(
        "Ethereum transactions are switched off on this chain: consensus.ext_config has no ethereum_senders",
      );
    if (senders.kind === "listed" && !senders.addresses.has(from))
      throw serverError(`address 0x${from} may not act on this chain`);
  }

  #enqueue(account: Account, waiting: Waiting, hash: string): void {
    const { nonce } = waiting.transaction;
    if (nonce < account.next) throw serverError(`nonce too low: next nonce ${account.next}, tx nonce ${nonce}`);
    if (account.queue.has(nonce)) throw serverError("replacement transaction underpriced");
    if (nonce > account.next && (account.queue.size >= queuedPerSenderMax || this.#queuedCount >= queuedMax))
      throw serverError(`nonce too high: next nonce ${account.next}, tx nonce ${nonce}`);
    this.#queue(account, waiting, hash);
  }

  #queue(account: Account, waiting: Waiting, hash: string): void {
    account.queue.set(waiting.transaction.nonce, waiting);
    this.#queuedCount++;
    this.#pending.set(hash, waiting.transaction);
  }

  /** Hands over what may go. The refusal of the transaction `asked` is thrown, that of others tells their sender nothing. */
  #pump(account: Account, asked?: string): void {
    for (
      let waiting = account.queue.get(account.next);
      waiting !== undefined;
      waiting = account.queue.get(account.next)
    ) {
      const { transaction } = waiting;
      const [ahead] = account.inPool.values();
      if (ahead !== undefined && isCreation(ahead.transaction) !== isCreation(transaction)) return;
      const hash = bytesToHex(transaction.hash);
      this.#unqueue(account, transaction);
      const refusal = this.#admit(waiting, hash);
      if (refusal !== undefined) {
        if (hash === asked) throw serverError(refusal);
        this.#options.onDropped(hash, refusal);
        return;
      }
      this.#pending.set(hash, transaction);
      account.inPool.set(hash, waiting);
      account.next++;
    }
  }

  #admit({ transaction, raw }: Waiting, txId: string): string | undefined {
    const { chain, gateway, clock } = this.#options;
    const { to, data } = transaction;
    const target = to === undefined ? creationTarget : { contract: to, method: callMethod(data) };
    const parameters = [{ key: ethereumParameter, value: raw }];
    const tx = signRequest(gateway, { ...target, txId, parameters, unixSeconds: clock.unixSeconds() });
    const refusal = chain.validate(tx) ?? chain.admit(tx);
    return refusal?.message.split("\n", 1)[0];
  }

  #leavePool(from: string, hash: string): void {
    const account = this.#accounts.get(from);
    this.#pending.delete(hash);
    if (account !== undefined && account.inPool.delete(hash)) this.#afterPool(from, account);
  }

  /** Goes on after transactions have left the pool. */
  #afterPool(from: string, account: Account): void {
    // What was refused in a block has not used its nonce.
    if (account.inPool.size === 0) account.next = ethereumNonce(this.#options.chain.ledger, from);
    this.#pump(account);
    this.#forgetIdle(from, account);
  }

  #unqueue(account: Account, { nonce, hash }: EthereumTransaction): void {
    if (account.queue.delete(nonce)) this.#queuedCount--;
    this.#pending.delete(bytesToHex(hash));
  }

  #accountOf(from: string): Account {
    let account = this.#accounts.get(from);
    if (account === undefined) {
      account = { next: ethereumNonce(this.#options.chain.ledger, from), inPool: new Map(), queue: new Map() };
      this.#accounts.set(from, account);
    }
    return account;
  }

  #forgetIdle(from: string, { inPool, queue }: Account): void {
    if (inPool.size === 0 && queue.size === 0) this.#accounts.delete(from);
  }
}

const isCreation = ({ to }: EthereumTransaction): boolean => to === undefined;
