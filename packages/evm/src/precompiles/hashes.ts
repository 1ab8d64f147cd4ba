import { ripemd160 as ripemd160Hash } from "@noble/hashes/legacy.js";
import { hashBytes } from "@yanta/crypto";
import { perWord, type Precompile } from "./precompile.ts";

/** 2: SHA-256. */
export const sha256: Precompile = { gas: perWord(60, 12), run: (input) => hashBytes("SHA256", input) };

/** 3: RIPEMD-160, padded to a word. */
export const ripemd160: Precompile = {
  gas: perWord(600, 120),
  run: (input) => {
    const output = new Uint8Array(32);
    output.set(ripemd160Hash(input), 12);
    return output;
  },
};

/** 4: the input. */
export const identity: Precompile = { gas: perWord(15, 3), run: (input) => input.slice() };
