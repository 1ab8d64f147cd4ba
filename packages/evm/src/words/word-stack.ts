/** Words of a stack. Spec: Ethereum yellow paper §9.1, ledger.md §6.5. */
export const stackWordsMax = 1024;

/** 32-bit limbs of one 256-bit word. */
export const limbsPerWord = 8;

/**
 * A flat stack of 256-bit words: eight 32-bit limbs each, the lowest first. A word is named by the index of its lowest limb.
 * Operations work in place: no object is made for a value.
 *
 * `quads` is the same memory as 64-bit numbers, for the operations that go through BigInt. It supposes a little-endian
 * machine, as every machine is that this runs on.
 */
export class WordStack {
  readonly limbs = new Uint32Array(stackWordsMax * limbsPerWord);
  readonly quads = new BigUint64Array(this.limbs.buffer);
}
