import { type Chain, ledgerAt, type SimulationOverride } from "@yanta/chain";
import { codeRows, nonceRow, storageRow } from "@yanta/dev-chain";
import { RuntimeType } from "@yanta/protocol";
import type { LedgerReader, StateWrite } from "@yanta/storage";
import { readAddress, readData, readHash, readObject, readQuantity } from "../json-rpc/read-params.ts";
import { invalidParams, serverError } from "../json-rpc/rpc-error.ts";
import { overriddenRowsMax } from "../limits.ts";
import { findContract } from "../view/contracts.ts";

/** What a call shall see otherwise than it is. */
export interface ReadOverride extends SimulationOverride {
  /** Next nonces by address. */
  readonly nonces: ReadonlyMap<string, bigint>;
}

const uint64End = 2n ** 64n;

/** The state that overrides are laid over: at the end of a block, the last one when absent. */
export function stateReader({ ledger }: Chain, height: bigint | undefined): LedgerReader {
  return height === undefined ? ledger : ledgerAt(ledger, height);
}

/**
 * Reads go-ethereum's state overrides (`{address: {nonce, code, balance, state, stateDiff}}`) and block overrides (`{number, time}`);
 * undefined when there are none. A balance is taken and changes nothing: there are no coins. Precompiled contracts cannot be moved, and of a
 * block there is nothing else to override.
 */
export function readOverride(state: unknown, block: unknown, ledger: LedgerReader): ReadOverride | undefined {
  const accounts = Object.entries(readOptionalObject(state, "state override"));
  const header = readHeader(readOptionalObject(block, "block override"));
  if (accounts.length === 0 && header.height === undefined && header.timestamp === undefined) return undefined;
  const reader = new AccountReader(ledger);
  for (const [address, account] of accounts)
    reader.add(readAddress(address, "state override"), readObject(account, "state override"));
  return { ...header, rows: reader.rows, hiddenContracts: reader.hiddenContracts, nonces: reader.nonces };
}

class AccountReader {
  readonly rows: StateWrite[] = [];
  readonly hiddenContracts = new Set<string>();
  readonly nonces = new Map<string, bigint>();
  readonly #ledger: LedgerReader;

  constructor(ledger: LedgerReader) {
    this.#ledger = ledger;
  }

  add(address: string, account: Readonly<Record<string, unknown>>): void {
    const { nonce, code, balance, state, stateDiff } = account;
    if (isGiven(account["movePrecompileToAddress"])) throw serverError("precompiled contracts cannot be moved");
    if (isGiven(state) && isGiven(stateDiff))
      throw serverError(`account 0x${address} has both 'state' and 'stateDiff'`);
    if (isGiven(balance)) readQuantity(balance, "balance");
    if (isGiven(nonce)) this.#setNonce(address, readUint64(nonce, "nonce"));
    const contract = findContract(this.#ledger, address);
    if (contract !== undefined && contract.runtimeType !== RuntimeType.EVM)
      throw serverError(`0x${address} is a contract of another runtime`);
    if (isGiven(code)) this.#take(codeRows(this.#ledger, address, readData(code, "code")));
    if (isGiven(state)) this.hiddenContracts.add(contract?.name ?? address);
    const slots = Object.entries(readOptionalObject(state ?? stateDiff, "slots"));
    this.#take(
      slots.map(([slot, value]) =>
        storageRow(this.#ledger, address, readWord(slot, "storage slot"), readWord(value, "storage value")),
      ),
    );
  }

  #setNonce(address: string, nonce: bigint): void {
    this.nonces.set(address, nonce);
    this.#take([nonceRow(address, nonce)]);
  }

  #take(rows: readonly StateWrite[]): void {
    if (this.rows.length + rows.length > overriddenRowsMax)
      throw invalidParams(`state override: more than ${overriddenRowsMax} values`);
    for (const row of rows) this.rows.push(row);
  }
}

/** Members that other headers have and ours do not must be left out, or 0. */
function readHeader(header: Readonly<Record<string, unknown>>): {
  readonly height?: bigint;
  readonly timestamp?: bigint;
} {
  const { number, time, ...others } = header;
  for (const [name, value] of Object.entries(others)) {
    if (isGiven(value) && !(typeof value === "string" && /^0x0*$/.test(value)))
      throw serverError(`block override: blocks of this chain have no ${name.slice(0, 40)} that could differ`);
  }
  return {
    ...(isGiven(number) ? { height: readUint64(number, "number") } : {}),
    ...(isGiven(time) ? { timestamp: readUint64(time, "time") } : {}),
  };
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

const readOptionalObject = (value: unknown, name: string): Readonly<Record<string, unknown>> =>
  isGiven(value) ? readObject(value, name) : {};

const readWord = (value: unknown, name: string): bigint => BigInt(`0x${readHash(value, name)}`);

function readUint64(value: unknown, name: string): bigint {
  const number = readQuantity(value, name);
  if (number >= uint64End) throw invalidParams(`${name}: not below 2^64`);
  return number;
}
