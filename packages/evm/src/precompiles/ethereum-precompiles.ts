import { blake2Compression } from "./blake2-compression.ts";
import { bn254Add, bn254Multiply, bn254Pairing } from "./bn254.ts";
import { identity, ripemd160, sha256 } from "./hashes.ts";
import { modularExponentiation } from "./modular-exponentiation.ts";
import type { Precompile } from "./precompile.ts";
import { recoverSigner } from "./recover-signer.ts";

/** The contracts 1 to 9 of Ethereum since Istanbul, by number. Spec: Ethereum yellow paper appendix E; vm.md §5.4. */
export const ethereumPrecompiles: ReadonlyMap<number, Precompile> = new Map([
  [1, recoverSigner],
  [2, sha256],
  [3, ripemd160],
  [4, identity],
  [5, modularExponentiation],
  [6, bn254Add],
  [7, bn254Multiply],
  [8, bn254Pairing],
  [9, blake2Compression],
]);
