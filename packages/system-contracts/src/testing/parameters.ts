import { utf8ToBytes } from "@yanta/bytes";
import type { Parameters } from "@yanta/vm";

/** Parameters out of texts and bytes. */
export function parametersOf(values: Readonly<Record<string, string | Uint8Array>>): Parameters {
  return new Map(
    Object.entries(values).map(([key, value]) => [key, typeof value === "string" ? utf8ToBytes(value) : value]),
  );
}
