import type { Random } from "../../support/random.ts";

/** Values at which parsers of lengths, counts and numbers go wrong. */
const edgeBytes = [0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff];
const pieceBytesMax = 64;
/** No case grows beyond this: the fuzzer looks for wrong answers to small inputs. */
const grownBytesMax = 256 * 1024;

/** The bytes with one to four changes that know nothing of their form. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let changed: Uint8Array = bytes.slice();
  for (let count = 1 + random.below(4); count > 0; count--) changed = mutateOnce(changed, random);
  return changed;
}

function mutateOnce(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length + 1);
  const piece = bytes.subarray(at, at + 1 + random.below(pieceBytesMax));
  switch (random.below(7)) {
    case 0:
      if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
      return bytes;
    case 1:
      if (at < bytes.length) bytes[at] = random.pick(edgeBytes);
      return bytes;
    case 2:
      return bytes.slice(0, at);
    case 3:
      return join(bytes.subarray(0, at), bytes.subarray(at + piece.length));
    case 4:
      return join(bytes.subarray(0, at), random.bytes(1 + random.below(pieceBytesMax)), bytes.subarray(at));
    case 5:
      return join(bytes.subarray(0, at), piece, bytes.subarray(at));
    default: {
      const other = random.below(bytes.length + 1);
      return join(bytes.subarray(0, other), piece, bytes.subarray(other));
    }
  }
}

/** Bytes of no form at all. */
export function randomBytes(random: Random): Uint8Array {
  return random.bytes(random.below(random.below(4) === 0 ? 2048 : 64));
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = Buffer.concat(parts);
  return new Uint8Array(joined.buffer, joined.byteOffset, Math.min(joined.length, grownBytesMax));
}
