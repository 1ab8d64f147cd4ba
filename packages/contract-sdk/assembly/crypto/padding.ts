/** A message padded to blocks of 64 bytes: a bit, zeros, and its length in bits as 64 bits, highest byte first. */
export function padBigEndian(message: Uint8Array): Uint8Array {
  const blocks = (message.length + 8) / 64 + 1;
  const padded = new Uint8Array(blocks * 64);
  memory.copy(padded.dataStart, message.dataStart, message.length);
  padded[message.length] = 0x80;
  store<u64>(padded.dataStart + padded.length - 8, bswap(<u64>message.length << 3));
  return padded;
}
