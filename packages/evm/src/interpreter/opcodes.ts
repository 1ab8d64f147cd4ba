import { limbsPerWord, stackWordsMax } from "../words/word-stack.ts";

export interface Operation {
  readonly code: number;
  readonly name: string;
  /** Words that it takes from the stack. */
  readonly pops: number;
  /** Words that it leaves. */
  readonly pushes: number;
}

/** The instructions of the declared fork, Cancun. Spec: Ethereum yellow paper appendix H; EIP-1153, 3855, 4844, 5656, 7516. */
export const operations: readonly Operation[] = [
  ...parse(0x00, "STOP 0 0, ADD 2 1, MUL 2 1, SUB 2 1, DIV 2 1, SDIV 2 1, MOD 2 1, SMOD 2 1"),
  ...parse(0x08, "ADDMOD 3 1, MULMOD 3 1, EXP 2 1, SIGNEXTEND 2 1"),
  ...parse(0x10, "LT 2 1, GT 2 1, SLT 2 1, SGT 2 1, EQ 2 1, ISZERO 1 1, AND 2 1, OR 2 1, XOR 2 1, NOT 1 1"),
  ...parse(0x1a, "BYTE 2 1, SHL 2 1, SHR 2 1, SAR 2 1"),
  ...parse(0x20, "KECCAK256 2 1"),
  ...parse(0x30, "ADDRESS 0 1, BALANCE 1 1, ORIGIN 0 1, CALLER 0 1, CALLVALUE 0 1, CALLDATALOAD 1 1"),
  ...parse(0x36, "CALLDATASIZE 0 1, CALLDATACOPY 3 0, CODESIZE 0 1, CODECOPY 3 0, GASPRICE 0 1, EXTCODESIZE 1 1"),
  ...parse(0x3c, "EXTCODECOPY 4 0, RETURNDATASIZE 0 1, RETURNDATACOPY 3 0, EXTCODEHASH 1 1"),
  ...parse(0x40, "BLOCKHASH 1 1, COINBASE 0 1, TIMESTAMP 0 1, NUMBER 0 1, PREVRANDAO 0 1, GASLIMIT 0 1"),
  ...parse(0x46, "CHAINID 0 1, SELFBALANCE 0 1, BASEFEE 0 1, BLOBHASH 1 1, BLOBBASEFEE 0 1"),
  ...parse(0x50, "POP 1 0, MLOAD 1 1, MSTORE 2 0, MSTORE8 2 0, SLOAD 1 1, SSTORE 2 0, JUMP 1 0, JUMPI 2 0"),
  ...parse(0x58, "PC 0 1, MSIZE 0 1, GAS 0 1, JUMPDEST 0 0, TLOAD 1 1, TSTORE 2 0, MCOPY 3 0"),
  ...Array.from({ length: 33 }, (_, i) => ({ code: 0x5f + i, name: `PUSH${i}`, pops: 0, pushes: 1 })),
  ...Array.from({ length: 16 }, (_, i) => ({ code: 0x80 + i, name: `DUP${i + 1}`, pops: i + 1, pushes: i + 2 })),
  ...Array.from({ length: 16 }, (_, i) => ({ code: 0x90 + i, name: `SWAP${i + 1}`, pops: i + 2, pushes: i + 2 })),
  ...parse(0xa0, "LOG0 2 0, LOG1 3 0, LOG2 4 0, LOG3 5 0, LOG4 6 0"),
  ...parse(0xf0, "CREATE 3 1, CALL 7 1, CALLCODE 7 1, RETURN 2 0, DELEGATECALL 6 1, CREATE2 4 1"),
  ...parse(0xfa, "STATICCALL 6 1"),
  ...parse(0xfd, "REVERT 2 0, INVALID 0 0, SELFDESTRUCT 1 0"),
];

/** By opcode: limbs that the stack must hold; more than it can for what is no instruction. */
export const stackNeeded = Uint16Array.from({ length: 256 }, (_, code) => {
  const operation = operations.find((candidate) => candidate.code === code);
  return operation === undefined || operation.name === "INVALID" ? 0xffff : operation.pops * limbsPerWord;
});

/** By opcode: limbs that the stack may hold, so that the result fits. */
export const stackAllowed = Uint16Array.from({ length: 256 }, (_, code) => {
  const operation = operations.find((candidate) => candidate.code === code);
  return (stackWordsMax - Math.max((operation?.pushes ?? 0) - (operation?.pops ?? 0), 0)) * limbsPerWord;
});

/** In place of `stackNeeded` when somebody looks on: no stack holds enough, so each instruction goes the way of the faulty ones first. */
export const stopsEverywhere = new Uint16Array(256).fill(0xffff);

/** By opcode: its name; undefined for what is no instruction. */
export const operationNames: readonly (string | undefined)[] = Array.from(
  { length: 256 },
  (_, code) => operations.find((candidate) => candidate.code === code)?.name,
);

function parse(first: number, text: string): Operation[] {
  return text.split(", ").map((entry, i) => {
    const [name = "", pops, pushes] = entry.split(" ");
    return { code: first + i, name, pops: Number(pops), pushes: Number(pushes) };
  });
}
