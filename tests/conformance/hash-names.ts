import { isHashAlgorithm, type HashAlgorithm } from "@yanta/crypto";
import type { Fields } from "./fields.ts";

/** The hash algorithms among a case's members, e.g. `SHA256` and `SM3`. */
export function hashNames(vector: Fields, prefix = ""): readonly HashAlgorithm[] {
  return vector
    .names()
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length))
    .filter(isHashAlgorithm);
}

/** A hash algorithm given by name. */
export function hashNamed(name: string): HashAlgorithm {
  if (!isHashAlgorithm(name)) throw new TypeError(`${name} is no hash algorithm`);
  return name;
}
