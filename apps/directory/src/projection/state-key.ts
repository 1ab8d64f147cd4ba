import { bytesToUtf8, utf8ToBytes } from "@yanta/bytes";

/** A key of the contract's state: the map it is in, and the parts of its field. */
export interface StateKey {
  readonly map: string;
  readonly parts: readonly string[];
}

/**
 * Reads a key that the contract wrote: `map#field`, the field's parts joined by dots, their bytes other than letters, digits and minus
 * as `_` and two hex digits. Spec: the contract SDK's `stateKey`.
 */
export function parseStateKey(key: Uint8Array): StateKey {
  const text = bytesToUtf8(key);
  const end = text.indexOf("#");
  if (end < 0) return { map: text, parts: [] };
  const parts = text.slice(end + 1).split(".");
  return { map: text.slice(0, end), parts: parts.map(unescapePart) };
}

function unescapePart(part: string): string {
  if (!part.includes("_")) return part;
  const bytes: number[] = [];
  for (let i = 0; i < part.length; i++) {
    if (part.charAt(i) === "_") {
      bytes.push(Number.parseInt(part.slice(i + 1, i + 3), 16));
      i += 2;
    } else bytes.push(...utf8ToBytes(part.charAt(i)));
  }
  return bytesToUtf8(Uint8Array.from(bytes));
}
