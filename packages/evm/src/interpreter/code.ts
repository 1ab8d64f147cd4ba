import { keccak256 } from "@yanta/crypto";

/** Zeros behind the code: a PUSH32 at its end reads them, and STOP is what they run into. */
const paddingBytes = 33;
const push1 = 0x60;
const push32 = 0x7f;
const jumpDestination = 0x5b;

/** Bytecode ready to run. */
export interface Code {
  readonly bytes: Uint8Array;
  /** `bytes` with zeros behind them. */
  readonly padded: Uint8Array;
  /** 1 where a JUMPDEST stands that is not data of a PUSH. */
  readonly isDestination: Uint8Array;
}

/** Finds the places that jumps may go to. */
export function analyseCode(bytes: Uint8Array): Code {
  const padded = new Uint8Array(bytes.length + paddingBytes);
  padded.set(bytes);
  const isDestination = new Uint8Array(bytes.length);
  for (let place = 0; place < bytes.length; place++) {
    const code = bytes[place] as number;
    if (code === jumpDestination) isDestination[place] = 1;
    else if (code >= push1 && code <= push32) place += code - push1 + 1;
  }
  return { bytes, padded, isDestination };
}

/** What was found out about code, known by the identity of its byte array, which must not change. */
export class CodeCache {
  readonly #known = new WeakMap<Uint8Array, Code>();
  readonly #hashes = new WeakMap<Uint8Array, Uint8Array>();

  get(bytes: Uint8Array): Code {
    let code = this.#known.get(bytes);
    if (code === undefined) {
      code = analyseCode(bytes);
      this.#known.set(bytes, code);
    }
    return code;
  }

  /** Keccak-256. */
  hash(bytes: Uint8Array): Uint8Array {
    let hash = this.#hashes.get(bytes);
    if (hash === undefined) {
      hash = keccak256(bytes);
      this.#hashes.set(bytes, hash);
    }
    return hash;
  }
}
