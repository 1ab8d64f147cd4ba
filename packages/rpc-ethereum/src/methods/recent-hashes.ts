import { recentHashesMax } from "../limits.ts";

/** The last hashes of an endless row; each has its number, so that a reader knows where it stopped. */
export class RecentHashes {
  readonly #hashes: string[] = [];
  #end = 0;

  /** Number of the next hash. */
  get end(): number {
    return this.#end;
  }

  add(hash: string): void {
    this.#hashes.push(hash);
    this.#end++;
    // Cut now and then, not with every hash: each cut moves the array.
    if (this.#hashes.length >= 2 * recentHashesMax) this.#hashes.splice(0, recentHashesMax);
  }

  /** Hashes from a number on, as far as they are kept. */
  since(number: number): readonly string[] {
    const first = this.#end - this.#hashes.length;
    return this.#hashes.slice(Math.max(0, number - first));
  }
}
