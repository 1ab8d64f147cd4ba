import { concatBytes } from "@yanta/bytes";

/** Bytes, or a list of such values. */
export type RlpValue = Uint8Array | readonly RlpValue[];

/** Recursive length prefix encoding. Spec: Ethereum yellow paper appendix B. */
export function encodeRlp(value: RlpValue): Uint8Array {
  if (value instanceof Uint8Array) {
    if (value.length === 1 && (value[0] as number) < 0x80) return value;
    return concatBytes(encodeLength(value.length, 0x80), value);
  }
  const content = concatBytes(...value.map(encodeRlp));
  return concatBytes(encodeLength(content.length, 0xc0), content);
}

/** Big-endian bytes without leading zeros. */
export function minimalBytes(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array(0);
  const text = value.toString(16);
  return Uint8Array.from(Buffer.from(text.length % 2 === 0 ? text : `0${text}`, "hex"));
}

function encodeLength(length: number, offset: number): Uint8Array {
  if (length < 56) return Uint8Array.of(offset + length);
  const bytes = minimalBytes(BigInt(length));
  return concatBytes(Uint8Array.of(offset + 55 + bytes.length), bytes);
}
