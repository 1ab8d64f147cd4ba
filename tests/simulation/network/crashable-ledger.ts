import { type BlockCommit, type Ledger, openMemoryLedger } from "@yanta/storage";

/** A disk in memory: what was committed survives `crash`, what was under way is lost or not. */
export class SimulatedDisk {
  readonly #durable: BlockCommit[] = [];
  #current: { isDead: boolean } = { isDead: false };

  get durableHeight(): bigint {
    return this.#durable.at(-1)?.record.height ?? -1n;
  }

  /** The ledger on this disk as a process that starts finds it. `losesLastBlock`: a planted fault, commits are not durable when they say so. */
  async open(losesLastBlock = false): Promise<Ledger> {
    const ledger = openMemoryLedger({ chainId: "chain1" });
    for (const commit of this.#durable) await ledger.commit(commit);
    const process = { isDead: false };
    this.#current = process;
    const commit = ledger.commit.bind(ledger);
    let unwritten: BlockCommit | undefined;
    ledger.commit = async (block) => {
      await Promise.resolve();
      if (process.isDead) return new Promise(() => undefined);
      if (losesLastBlock && unwritten !== undefined) this.#durable.push(unwritten);
      if (losesLastBlock) unwritten = block;
      else this.#durable.push(block);
      await Promise.resolve();
      await commit(block);
      return undefined;
    };
    return ledger;
  }

  /** The process that has the ledger open is gone: nothing of it reaches the disk any more. */
  crash(): void {
    this.#current.isDead = true;
  }
}
