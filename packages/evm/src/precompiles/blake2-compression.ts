import type { Precompile } from "./precompile.ts";

const inputBytes = 213;
/** Start values of BLAKE2b, in halves, the lower first: the fraction bits of the square roots of the first eight primes. */
const startValues = [
  0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a, 0xade682d1,
  0x510e527f, 0x2b3e6c1f, 0x9b05688c, 0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19,
];

/** Order of the message words, by round. Spec: RFC 7693 §2.7. */
const wordOrders = [
  Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
  Uint8Array.of(14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3),
  Uint8Array.of(11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4),
  Uint8Array.of(7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8),
  Uint8Array.of(9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13),
  Uint8Array.of(2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9),
  Uint8Array.of(12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11),
  Uint8Array.of(13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10),
  Uint8Array.of(6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5),
  Uint8Array.of(10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0),
];

/** Places that the eight mixings of a round work on, four for each. */
const mixings = Uint8Array.from([
  0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15, 0, 5, 10, 15, 1, 6, 11, 12, 2, 7, 8, 13, 3, 4, 9, 14,
]);

/** 9: the compression function of BLAKE2b with a chosen number of rounds. Spec: EIP-152, RFC 7693 §3.2. */
export const blake2Compression: Precompile = {
  gas: (input) => (input.length === inputBytes ? readRounds(input) : 0),
  run: (input) => {
    const isLast = input[212];
    if (input.length !== inputBytes || (isLast !== 0 && isLast !== 1)) return undefined;
    const view = new DataView(input.buffer, input.byteOffset, inputBytes);
    const message = readHalves(view, 68, 16);
    const work = new Uint32Array(32);
    work.set(readHalves(view, 4, 8));
    work.set(startValues, 16);
    const offset = readHalves(view, 196, 2);
    for (let i = 0; i < 4; i++) work[24 + i] = (work[24 + i] as number) ^ (offset[i] as number);
    if (isLast === 1) {
      work[28] = ~(work[28] as number);
      work[29] = ~(work[29] as number);
    }
    mix(work, message, readRounds(input));
    const output = new Uint8Array(64);
    const outputView = new DataView(output.buffer);
    for (let i = 0; i < 16; i++) {
      const half = view.getUint32(4 + 4 * i, true) ^ (work[i] as number) ^ (work[i + 16] as number);
      outputView.setUint32(4 * i, half, true);
    }
    return output;
  },
};

function mix(work: Uint32Array, message: Uint32Array, rounds: number): void {
  for (let round = 0; round < rounds; round++) {
    const order = wordOrders[round % 10] as Uint8Array;
    for (let i = 0; i < 8; i++) mixFour(work, message, i, order[2 * i] as number, order[2 * i + 1] as number);
  }
}

/** The mixing function on four numbers and two words of the message; each number is a low and a high half. */
function mixFour(work: Uint32Array, message: Uint32Array, index: number, x: number, y: number): void {
  const a = 2 * (mixings[4 * index] as number);
  const b = 2 * (mixings[4 * index + 1] as number);
  const c = 2 * (mixings[4 * index + 2] as number);
  const d = 2 * (mixings[4 * index + 3] as number);
  let [aLow, aHigh] = [work[a] as number, work[a + 1] as number];
  let [bLow, bHigh] = [work[b] as number, work[b + 1] as number];
  let [cLow, cHigh] = [work[c] as number, work[c + 1] as number];
  let [dLow, dHigh] = [work[d] as number, work[d + 1] as number];
  for (let half = 0; half < 2; half++) {
    const word = 2 * (half === 0 ? x : y);
    const sum = aLow + bLow + (message[word] as number);
    aHigh = (aHigh + bHigh + (message[word + 1] as number) + Math.floor(sum / 0x1_0000_0000)) >>> 0;
    aLow = sum >>> 0;
    const low = dLow ^ aLow;
    const high = dHigh ^ aHigh;
    dLow = half === 0 ? high >>> 0 : ((low >>> 16) | (high << 16)) >>> 0;
    dHigh = half === 0 ? low >>> 0 : ((high >>> 16) | (low << 16)) >>> 0;
    const next = cLow + dLow;
    cHigh = (cHigh + dHigh + (next > 0xffff_ffff ? 1 : 0)) >>> 0;
    cLow = next >>> 0;
    const left = bLow ^ cLow;
    const right = bHigh ^ cHigh;
    bLow = (half === 0 ? (left >>> 24) | (right << 8) : (left << 1) | (right >>> 31)) >>> 0;
    bHigh = (half === 0 ? (right >>> 24) | (left << 8) : (right << 1) | (left >>> 31)) >>> 0;
  }
  work[a] = aLow;
  work[a + 1] = aHigh;
  work[b] = bLow;
  work[b + 1] = bHigh;
  work[c] = cLow;
  work[c + 1] = cHigh;
  work[d] = dLow;
  work[d + 1] = dHigh;
}

/** 64-bit little-endian numbers as halves, the lower first. */
function readHalves(view: DataView, start: number, count: number): Uint32Array {
  return Uint32Array.from({ length: 2 * count }, (_, i) => view.getUint32(start + 4 * i, true));
}

function readRounds(input: Uint8Array): number {
  return new DataView(input.buffer, input.byteOffset, 4).getUint32(0);
}
