import { concatBytes, utf8ToBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import { canonicalJson } from "./canonical-json.ts";
import type { Credential } from "./credential.ts";
import { certificateErrors } from "./errors.ts";
import { cohortSizeMax } from "./limits.ts";

const hashLength = 32;

/** What a certificate counts as in its cohort's tree: SHA-256 of a fixed line and its canonical JSON, proof included. No inner node begins like that. */
export function leafOf(credential: Credential): Uint8Array {
  return hashBytes("SHA256", utf8ToBytes(`yanta-certificate/1\n${canonicalJson(credential)}`));
}

/** A cohort's certificates as one hash, with a way to it from each. The tree is that of `rootOfPath` of `@yanta/proof`. */
export class CohortTree {
  /** Hashes one after the other, leaves first; the last level is the root. */
  readonly #levels: readonly Uint8Array[];

  /** Of leaves one after the other, 32 bytes each. Errors: ACADEMY_CERTIFICATE_UNREADABLE. */
  constructor(leaves: Uint8Array) {
    const count = leaves.length / hashLength;
    if (!Number.isInteger(count) || count < 1 || count > cohortSizeMax)
      throw certificateErrors.create("ACADEMY_CERTIFICATE_UNREADABLE", {
        what: { en: "a cohort's leaves", zh: "届次的叶子" },
        reason: String(leaves.length),
      });
    const levels = [leaves];
    for (let level = leaves; level.length > hashLength; levels.push(level)) level = levelAbove(level);
    this.#levels = levels;
  }

  get count(): number {
    return (this.#levels[0]?.length ?? 0) / hashLength;
  }

  get root(): Uint8Array {
    return this.#levels.at(-1) ?? new Uint8Array(0);
  }

  /** Neighbours of a leaf from the leaf up; at most 20. */
  pathOf(index: number): readonly Uint8Array[] {
    return this.#levels.slice(0, -1).flatMap((level, depth) => {
      const at = ((index >> depth) ^ 1) * hashLength;
      return at < level.length ? [level.slice(at, at + hashLength)] : [];
    });
  }
}

function levelAbove(level: Uint8Array): Uint8Array {
  const above = new Uint8Array(Math.ceil(level.length / hashLength / 2) * hashLength);
  for (let at = 0; at < above.length; at += hashLength) {
    const left = level.subarray(at * 2, at * 2 + hashLength);
    const right = level.subarray(at * 2 + hashLength, at * 2 + 2 * hashLength);
    above.set(hashBytes("SHA256", concatBytes(left, right.length === 0 ? left : right)), at);
  }
  return above;
}
