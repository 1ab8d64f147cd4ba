import { readFileSync } from "node:fs";
import type { Abi, Hex } from "viem";

const file = new URL("../clients/ethereum/ledger-book.json", import.meta.url);

/** The sample contract of the Ethereum tests, compiled from tests/clients/ethereum/ledger-book.sol. */
export const ledgerBook = JSON.parse(readFileSync(file, "utf8")) as { readonly abi: Abi; readonly bytecode: Hex };

/** Number of the development chain for Ethereum's tools: the bytes of `chain1`. */
export const devChainNumber = 0x63_68_61_69_6e_31;
