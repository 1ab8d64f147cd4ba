import { bytesToHex } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import type { Proposal } from "@yanta/chain";
import { proposalsKeptMax } from "../limits.ts";

/** Proposals of the current height that were built or verified here, by the hash of the engine transaction that carries them. */
export class Proposals {
  readonly #kept = new Map<string, Proposal>();

  static keyOf(engineTx: Uint8Array): string {
    return bytesToHex(hashBytes("SHA256", engineTx));
  }

  get(key: string): Proposal | undefined {
    return this.#kept.get(key);
  }

  /** The oldest makes room. */
  add(key: string, proposal: Proposal): void {
    this.#kept.set(key, proposal);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > proposalsKeptMax && oldest !== undefined) this.#kept.delete(oldest);
  }

  delete(key: string): void {
    this.#kept.delete(key);
  }

  clear(): void {
    this.#kept.clear();
  }
}
