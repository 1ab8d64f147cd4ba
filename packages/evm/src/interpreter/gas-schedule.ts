/** What execution costs. What depends on state (storage, accounts, calls) is priced by the host. */
export interface GasSchedule {
  /** By opcode, before anything that depends on operands. */
  readonly operation: Float64Array;
  /** A word that memory grows by. */
  readonly memoryWord: number;
  /** Memory of n words costs n² divided by this on top. */
  readonly memorySquareDivisor: number;
  /** A word that an operation copies. */
  readonly copyWord: number;
  /** A word that KECCAK256 reads. */
  readonly keccakWord: number;
  /** A significant byte of EXP's exponent. */
  readonly expByte: number;
  readonly logTopic: number;
  readonly logByte: number;
}

/** Gas of memory of so many words, from nothing. */
export function memoryGas({ memoryWord, memorySquareDivisor }: GasSchedule, words: number): number {
  return words * memoryWord + Math.floor((words * words) / memorySquareDivisor);
}
