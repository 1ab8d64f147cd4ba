const rate = 136;
// @ts-ignore: decorator
@lazy
const roundConstants: StaticArray<u64> = [
  0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b, 0x0000000080000001,
  0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
  0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
  0x000000000000800a, 0x800000008000000a, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
];
// Order in which rho and pi walk over the lanes, and how far each is turned.
// @ts-ignore: decorator
@lazy
const lanes: StaticArray<u8> = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];
// @ts-ignore: decorator
@lazy
const turns: StaticArray<u8> = [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];

/** Keccak-256 as Ethereum uses it: padding 01, not SHA-3's 06. */
export function keccak256(message: Uint8Array): Uint8Array {
  const padded = new Uint8Array((message.length / rate + 1) * rate);
  memory.copy(padded.dataStart, message.dataStart, message.length);
  padded[message.length] ^= 0x01;
  padded[padded.length - 1] ^= 0x80;
  const state = new StaticArray<u64>(25);
  const parity = new StaticArray<u64>(5);
  for (let at = 0; at < padded.length; at += rate) {
    for (let i = 0; i < rate / 8; i++) state[i] ^= load<u64>(padded.dataStart + at + i * 8);
    for (let round = 0; round < 24; round++) permute(state, parity, roundConstants[round]);
  }
  const digest = new Uint8Array(32);
  for (let i = 0; i < 4; i++) store<u64>(digest.dataStart + i * 8, state[i]);
  return digest;
}

function permute(state: StaticArray<u64>, parity: StaticArray<u64>, constant: u64): void {
  for (let x = 0; x < 5; x++)
    parity[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
  for (let x = 0; x < 5; x++) {
    const mixed = parity[(x + 4) % 5] ^ rotl(parity[(x + 1) % 5], 1);
    for (let y = 0; y < 25; y += 5) state[y + x] ^= mixed;
  }
  let carried = state[1];
  for (let i = 0; i < 24; i++) {
    const lane = lanes[i];
    const next = state[lane];
    state[lane] = rotl(carried, <u64>turns[i]);
    carried = next;
  }
  for (let y = 0; y < 25; y += 5) {
    for (let x = 0; x < 5; x++) parity[x] = state[y + x];
    for (let x = 0; x < 5; x++) state[y + x] = parity[x] ^ (~parity[(x + 1) % 5] & parity[(x + 2) % 5]);
  }
  state[0] ^= constant;
}
