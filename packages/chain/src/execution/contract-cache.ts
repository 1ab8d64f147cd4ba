import { fromBinary } from "@bufbuild/protobuf";
import { type Contract, ContractSchema } from "@yanta/protocol";
import type { LedgerReader } from "@yanta/storage";
import { bytecodeCacheBytesMax, contractCacheCountMax } from "../limits.ts";

/** Contract that keeps the records of all contracts, and its keys. Spec: system-contracts.md §3. */
export const contractManager = "CONTRACT_MANAGE";
export const contractRecordKey = (nameOrAddress: string): string => `Contract:${nameOrAddress}`;
export const contractBytecodeKey = (name: string): string => `ContractByteCode:${name}`;

/**
 * Committed contract records and bytecode, parsed once. The same object comes back for the same contract until
 * `clear`, so a runtime can recognise a module by identity. Cleared after each block that changes contracts.
 */
export class ContractCache {
  readonly #ledger: LedgerReader;
  readonly #records = new Map<string, Contract | undefined>();
  readonly #bytecode = new Map<string, Uint8Array>();
  #bytecodeBytes = 0;

  constructor(ledger: LedgerReader) {
    this.#ledger = ledger;
  }

  /** The record under a name or a 40-hex address. */
  find(nameOrAddress: string): Contract | undefined {
    if (this.#records.has(nameOrAddress)) return this.#records.get(nameOrAddress);
    const bytes = this.#ledger.getState(contractManager, contractRecordKey(nameOrAddress));
    const contract = bytes === undefined ? undefined : fromBinary(ContractSchema, bytes);
    if (this.#records.size >= contractCacheCountMax) this.#records.clear();
    this.#records.set(nameOrAddress, contract);
    return contract;
  }

  /** The stored code of a contract. */
  bytecode(name: string): Uint8Array | undefined {
    const known = this.#bytecode.get(name);
    if (known !== undefined) return known;
    const bytes = this.#ledger.getState(contractManager, contractBytecodeKey(name));
    if (bytes === undefined) return undefined;
    if (this.#bytecodeBytes + bytes.length > bytecodeCacheBytesMax) this.#forgetBytecode();
    this.#bytecode.set(name, bytes);
    this.#bytecodeBytes += bytes.length;
    return bytes;
  }

  clear(): void {
    this.#records.clear();
    this.#forgetBytecode();
  }

  #forgetBytecode(): void {
    this.#bytecode.clear();
    this.#bytecodeBytes = 0;
  }
}
