/**
 * What WebAssembly work costs. A plain instruction takes two, so that a loop that does nothing else ends at the 1e10 gas of a
 * transaction within about two seconds, and what takes the machine longer takes more. What passes between contract and host
 * costs by the byte, which bounds the memory that a contract can make the node hold to about 100 MB.
 *
 * ChainMaker's own table is unknown and its gas is not hashed (vm.md §2.2); what counts is that every node computes the same.
 * Changing a number changes results of existing chains.
 */
export const gasSchedule = {
  /** Constants, locals, arithmetic, comparisons, conversions. */
  simple: 2,
  /** Loads and globals. */
  memoryAccess: 4,
  /** A store, which also marks its page. */
  store: 8,
  /** Branches, if, select; and the head of each loop and function, where the counter is looked at. */
  branch: 6,
  /** Division, remainder, square root. */
  division: 30,
  /** Floating-point arithmetic with its look for a NaN, but for division and square root. */
  floatArithmetic: 10,
  /** A call and the callee's frame. */
  call: 20,
  /** A call through the table. */
  indirectCall: 30,
  /** A call of the host, beside `hostByte`. */
  hostCall: 10_000,
  /** Start of a bulk memory operation, and each byte of it. */
  bulkMemory: 100,
  bulkMemoryByte: 1,
  /** A page of 64 KiB that memory grows by. */
  memoryPage: 200_000,
  /** A byte that passes between contract and host: it is decoded, checked and often kept until the block is done. */
  hostByte: 100,
  /** Opening an iterator and each of its steps. */
  iterator: 100_000,
} as const;
