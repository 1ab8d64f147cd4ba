import { textToBinaryString, uint64ToBytesBe } from "@yanta/bytes";
import {
  ethereumAccounts,
  type EthereumMessage,
  type ExecutionTrace,
  ledgerAt,
  type SimulationOverride,
} from "@yanta/chain";
import type { LedgerReader, StateWrite } from "@yanta/storage";
import { invalidParams } from "../json-rpc/rpc-error.ts";
import { overriddenRowsMax } from "../limits.ts";
import type { ReadOverride } from "./read-override.ts";

/** A state that calls change one after the other, over that of the chain, which stays as it is. */
export class SimulatedState {
  /** The state as it is by now; its past and its ranges are the chain's. */
  readonly ledger: LedgerReader;
  readonly nonces = new Map<string, bigint>();
  readonly #rows = new Map<string, StateWrite>();
  readonly #hidden = new Set<string>();

  constructor(ledger: LedgerReader, height: bigint) {
    const base = ledgerAt(ledger, height);
    this.ledger = {
      ...base,
      getState: (contract, key) => {
        const row = this.#rows.get(`${contract}#${key}`);
        if (row !== undefined) return row.value.length === 0 ? undefined : row.value;
        return this.#hidden.has(contract) ? undefined : base.getState(contract, key);
      },
    };
  }

  /** Lays overrides over it. */
  override({ rows, hiddenContracts, nonces }: ReadOverride): void {
    for (const [name, { contract }] of this.#rows) if (hiddenContracts.has(contract)) this.#rows.delete(name);
    for (const contract of hiddenContracts) this.#hidden.add(contract);
    for (const [address, nonce] of nonces) this.nonces.set(address, nonce);
    this.#write(rows);
  }

  /** Keeps what a call wrote; its sender's next nonce is one more. */
  apply({ set }: ExecutionTrace, { from, nonce }: EthereumMessage): void {
    this.nonces.set(from, nonce + 1n);
    const counted = { contract: ethereumAccounts, key: textToBinaryString(from), value: uint64ToBytesBe(nonce + 1n) };
    this.#write([...set.writes, counted]);
  }

  /** The same for the chain to run a call on. */
  asOverride(height: bigint, timestamp: bigint): SimulationOverride {
    return { rows: [...this.#rows.values()], hiddenContracts: this.#hidden, height, timestamp };
  }

  #write(rows: readonly StateWrite[]): void {
    for (const row of rows) this.#rows.set(`${row.contract}#${row.key}`, row);
    if (this.#rows.size > overriddenRowsMax)
      throw invalidParams(`simulation: more than ${overriddenRowsMax} changed values`);
  }
}
