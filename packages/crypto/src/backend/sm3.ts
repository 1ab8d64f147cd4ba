/**
 * SM3 digest of `bytes`, 32 bytes. Spec: GB/T 32905-2016.
 */
export function sm3(bytes: Uint8Array): Uint8Array {
  const state = Uint32Array.from(initialState);
  const words = new Uint32Array(68);
  const fullBlocks = Math.floor(bytes.length / blockSize);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let i = 0; i < fullBlocks; i++) compress(state, words, view, i * blockSize);

  const tail = bytes.subarray(fullBlocks * blockSize);
  const padded = new Uint8Array(tail.length < blockSize - 8 ? blockSize : 2 * blockSize);
  padded.set(tail);
  padded[tail.length] = 0x80;
  const paddedView = new DataView(padded.buffer);
  paddedView.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n, false);
  for (let at = 0; at < padded.length; at += blockSize) compress(state, words, paddedView, at);

  const digest = new Uint8Array(32);
  const digestView = new DataView(digest.buffer);
  state.forEach((word, i) => digestView.setUint32(4 * i, word, false));
  return digest;
}

const blockSize = 64;

const initialState = [
  0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
] as const;

/** The round constant, already rotated by the round's number. */
const roundConstants = Uint32Array.from({ length: 64 }, (_, j) => rotate(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32));

function compress(state: Uint32Array, words: Uint32Array, view: DataView, at: number): void {
  for (let j = 0; j < 16; j++) words[j] = view.getUint32(at + 4 * j, false);
  for (let j = 16; j < 68; j++) {
    const x = word(words, j - 16) ^ word(words, j - 9) ^ rotate(word(words, j - 3), 15);
    words[j] = x ^ rotate(x, 15) ^ rotate(x, 23) ^ rotate(word(words, j - 13), 7) ^ word(words, j - 6);
  }
  let a = word(state, 0);
  let b = word(state, 1);
  let c = word(state, 2);
  let d = word(state, 3);
  let e = word(state, 4);
  let f = word(state, 5);
  let g = word(state, 6);
  let h = word(state, 7);
  for (let j = 0; j < 64; j++) {
    const a12 = rotate(a, 12);
    const ss1 = rotate((a12 + e + word(roundConstants, j)) | 0, 7);
    const ss2 = ss1 ^ a12;
    const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + ss2 + (word(words, j) ^ word(words, j + 4))) | 0;
    const tt2 = (gg + h + ss1 + word(words, j)) | 0;
    d = c;
    c = rotate(b, 9);
    b = a;
    a = tt1;
    h = g;
    g = rotate(f, 19);
    f = e;
    e = tt2 ^ rotate(tt2, 9) ^ rotate(tt2, 17);
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => {
    state[i] = word(state, i) ^ value;
  });
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function word(words: Uint32Array, index: number): number {
  return words[index] ?? 0;
}
