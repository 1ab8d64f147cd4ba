import { concatBytes, encodeVarint } from "@yanta/bytes";

/** One length-delimited protobuf field around bytes that are already encoded. */
export function spliceField(field: number, value: Uint8Array): Uint8Array {
  return concatBytes(encodeVarint(field * 8 + 2), encodeVarint(value.length), value);
}
