import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";

/** Choices that follow from a text: the same in every browser and on every server. */
export class SeededChoice {
  readonly #seed: string;
  #counter = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** A whole number from `min` to `max`, both included; their distance is below 2^32. */
  integer(min: number, max: number): number {
    const digest = this.#digest();
    const number = new DataView(digest.buffer, digest.byteOffset).getUint32(0);
    // The bias of the remainder is below one in a thousand for distances that labs have.
    return min + (number % (max - min + 1));
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.integer(0, list.length - 1)] ?? list[0];
  }

  /** The list in another order. */
  shuffle<T>(list: readonly T[]): readonly T[] {
    const rest = [...list];
    return list.flatMap(() => rest.splice(this.integer(0, rest.length - 1), 1));
  }

  /** Lower-case hex digits, at most 64. */
  hex(length: number): string {
    return bytesToHex(this.#digest()).slice(0, length);
  }

  #digest(): Uint8Array {
    return hashBytes("SHA256", utf8ToBytes(`${this.#seed}/${this.#counter++}`));
  }
}
