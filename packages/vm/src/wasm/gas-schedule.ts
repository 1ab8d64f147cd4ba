/**
 * What WebAssembly work costs. One gas stands for 0.1 ns of a machine of 2024, rounded up, so the 1e10 gas of a transaction
 * are about ChainMaker's time limit of one second (ledger.md §6.5). ChainMaker's own table is unknown and its gas is not hashed
 * (vm.md §2.2); what counts is that every node computes the same and that nothing runs for long.
 * Changing a number changes results of existing chains.
 */
export const gasSchedule = {
  /** Constants, locals, arithmetic, comparisons, conversions. */
  simple: 2,
  /** Loads, stores, globals. */
  memoryAccess: 4,
  /** Branches, if, select; and the head of each loop and function, where the counter is looked at. */
  branch: 6,
  /** Division, remainder, square root. */
  division: 30,
  /** A call and the callee's frame. */
  call: 20,
  /** A call through the table. */
  indirectCall: 30,
  /** A call of the host, beside what `hostCallBytes` adds. */
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
