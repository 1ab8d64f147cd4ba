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
    const commitAll = ledger.commitAll.bind(ledger);
    let unwritten: readonly BlockCommit[] = [];
    // `commit` comes this way, too.
    ledger.commitAll = async (blocks) => {
      await Promise.resolve();
      if (process.isDead) return new Promise(() => undefined);
      this.#durable.push(...(losesLastBlock ? unwritten : blocks));
      unwritten = blocks;
      await Promise.resolve();
      await commitAll(blocks);
      return undefined;
    };
    return ledger;
  }

  /** The process that has the ledger open is gone: nothing of it reaches the disk any more. */
  crash(): void {
    this.#current.isDead = true;
  }
}
