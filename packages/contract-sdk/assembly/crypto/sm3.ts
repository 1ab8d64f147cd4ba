import { padBigEndian } from "./padding";

// @ts-ignore: decorator
@lazy
const initial: StaticArray<u32> = [
  0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
];

/** SM3. Spec: GB/T 32905-2016. */
export function sm3(message: Uint8Array): Uint8Array {
  const state = new StaticArray<u32>(8);
  for (let i = 0; i < 8; i++) state[i] = initial[i];
  const padded = padBigEndian(message);
  const words = new StaticArray<u32>(68);
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i++) words[i] = bswap(load<u32>(padded.dataStart + at + i * 4));
    for (let i = 16; i < 68; i++) {
      const mixed = words[i - 16] ^ words[i - 9] ^ rotl(words[i - 3], 15);
      words[i] = (mixed ^ rotl(mixed, 15) ^ rotl(mixed, 23)) ^ rotl(words[i - 13], 7) ^ words[i - 6];
    }
    compress(state, words);
  }
  const digest = new Uint8Array(32);
  for (let i = 0; i < 8; i++) store<u32>(digest.dataStart + i * 4, bswap(state[i]));
  return digest;
}

function compress(state: StaticArray<u32>, words: StaticArray<u32>): void {
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let i = 0; i < 64; i++) {
    const constant: u32 = i < 16 ? 0x79cc4519 : 0x7a879d8a;
    const first = rotl(rotl(a, 12) + e + rotl(constant, i & 31), 7);
    const second = first ^ rotl(a, 12);
    const left = i < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const right = i < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const nextA = left + d + second + (words[i] ^ words[i + 4]);
    const nextE = right + h + first + words[i];
    d = c;
    c = rotl(b, 9);
    b = a;
    a = nextA;
    h = g;
    g = rotl(f, 19);
    f = e;
    e = nextE ^ rotl(nextE, 9) ^ rotl(nextE, 17);
  }
  state[0] ^= a;
  state[1] ^= b;
  state[2] ^= c;
  state[3] ^= d;
  state[4] ^= e;
  state[5] ^= f;
  state[6] ^= g;
  state[7] ^= h;
}
