import type { GasSchedule } from "../interpreter/gas-schedule.ts";
import { operations } from "../interpreter/opcodes.ts";

/** Prices by name of instruction; `simple` for the others. */
const prices: Readonly<Record<string, number>> = {
  STOP: 0,
  RETURN: 0,
  REVERT: 0,
  JUMPDEST: 70,
  MUL: 800,
  DIV: 6_000,
  SDIV: 8_000,
  MOD: 6_000,
  SMOD: 8_000,
  ADDMOD: 15_000,
  MULMOD: 20_000,
  EXP: 10_000,
  KECCAK256: 30_000,
  ADDRESS: 1_000,
  CALLER: 1_000,
  ORIGIN: 1_000,
  COINBASE: 10_000,
  BALANCE: 100_000,
  SELFBALANCE: 100_000,
  EXTCODESIZE: 30_000,
  EXTCODECOPY: 30_000,
  EXTCODEHASH: 30_000,
  BLOCKHASH: 100_000,
  SLOAD: 50_000,
  SSTORE: 50_000,
  TLOAD: 20_000,
  TSTORE: 30_000,
  LOG0: 30_000,
  LOG1: 30_000,
  LOG2: 30_000,
  LOG3: 30_000,
  LOG4: 30_000,
  CALL: 20_000,
  CALLCODE: 20_000,
  DELEGATECALL: 20_000,
  STATICCALL: 20_000,
  CREATE: 1_000_000,
  CREATE2: 1_000_000,
};
const simple = 200;

/**
 * Prices on a ChainMaker chain. One gas stands for 0.1 ns, as in the WebAssembly runtimes, so that a transaction's 1e10 gas end
 * within seconds whatever it does: Ethereum's prices would allow minutes of precompiled cryptography. ChainMaker's gas of EVM
 * calls is not hashed, and contracts cannot rely on amounts of it, because ChainMaker passes all of it on with each call.
 * Changing a number changes results of existing chains.
 */
export const chainSchedule: GasSchedule = {
  operation: Float64Array.from({ length: 256 }, (_, code) => {
    const name = operations.find((operation) => operation.code === code)?.name ?? "";
    return prices[name] ?? simple;
  }),
  memoryWord: 1_000,
  memorySquareDivisor: 100,
  copyWord: 100,
  keccakWord: 12_000,
  expByte: 40_000,
  logTopic: 5_000,
  logByte: 500,
};

/** Prices of what goes beyond a frame. */
export const chainPrices = {
  /** A byte that passes to another contract, as hex text, or comes back. */
  callByte: 100,
  /** A byte of a new contract's code: it is copied, made ready to run and kept. */
  codeByte: 500,
} as const;
