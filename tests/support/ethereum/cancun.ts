import { operations, type GasSchedule } from "@yanta/evm";

/** Prices that depend on state. Spec: EIP-150, 170, 1559, 2028, 2200, 2929, 2930, 3529, 3860, 4844. */
export const cancun = {
  coldAccount: 2600,
  warmAccess: 100,
  coldSlot: 2100,
  slotSet: 20_000,
  slotReset: 2900,
  slotClearRefund: 4800,
  storeStipend: 2300,
  callValue: 9000,
  callStipend: 2300,
  newAccount: 25_000,
  initCodeWord: 2,
  keccakWord: 6,
  codeByte: 200,
  codeBytesMax: 24_576,
  initCodeBytesMax: 49_152,
  depthMax: 1024,
  transaction: 21_000,
  transactionCreation: 32_000,
  zeroByte: 4,
  byte: 16,
  accessListAddress: 2400,
  accessListSlot: 1900,
  refundDivisor: 5n,
  blobGas: 131_072n,
  blobsMax: 6,
  blobPriceDivisor: 3_338_477n,
} as const;

const tiers: readonly (readonly [gas: number, names: string])[] = [
  [
    0,
    "STOP RETURN REVERT INVALID SLOAD SSTORE BALANCE EXTCODESIZE EXTCODECOPY EXTCODEHASH CALL CALLCODE DELEGATECALL STATICCALL",
  ],
  [1, "JUMPDEST"],
  [
    2,
    "ADDRESS ORIGIN CALLER CALLVALUE CALLDATASIZE CODESIZE GASPRICE COINBASE TIMESTAMP NUMBER PREVRANDAO GASLIMIT CHAINID BASEFEE BLOBBASEFEE RETURNDATASIZE POP PC MSIZE GAS PUSH0",
  ],
  [5, "MUL DIV SDIV MOD SMOD SIGNEXTEND SELFBALANCE"],
  [8, "ADDMOD MULMOD JUMP"],
  [10, "JUMPI EXP"],
  [20, "BLOCKHASH"],
  [30, "KECCAK256"],
  [100, "TLOAD TSTORE"],
  [375, "LOG0 LOG1 LOG2 LOG3 LOG4"],
  [5000, "SELFDESTRUCT"],
  [32_000, "CREATE CREATE2"],
];

/** Prices of single instructions in Cancun; 3 for what no tier names. Spec: yellow paper appendix G and H. */
export const cancunSchedule: GasSchedule = {
  operation: Float64Array.from({ length: 256 }, (_, code) => {
    const name = operations.find((operation) => operation.code === code)?.name ?? "INVALID";
    return tiers.find(([, names]) => names.split(" ").includes(name))?.[0] ?? 3;
  }),
  memoryWord: 3,
  memorySquareDivisor: 512,
  copyWord: 3,
  keccakWord: 6,
  expByte: 50,
  logTopic: 375,
  logByte: 8,
};
