/** Small deterministic random numbers for tests: mulberry32. Returns a function that gives an integer in [0, below). */
export function seededRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/**
 * Damages a module: some bytes changed, one piece cut out, doubled or moved. Half of the damage goes to the first `hot` bytes,
 * where declarations and code stand in real contracts, because most of a file can be data and debug sections.
 */
export function mutateModule(
  bytecode: Uint8Array,
  random: (below: number) => number,
  hot = bytecode.length,
): Uint8Array {
  const place = () => random(random(2) === 0 ? Math.min(hot, bytecode.length) : bytecode.length);
  let bytes = bytecode.slice();
  for (let changes = 1 + random(8); changes > 0; changes--)
    bytes[place()] = random(2) === 0 ? random(256) : 1 << random(8);
  if (random(4) === 0) {
    const start = place();
    const piece = bytes.slice(start, start + 1 + random(64));
    const rest = random(2) === 0 ? start : start + piece.length;
    bytes = Uint8Array.from([...bytes.subarray(0, start), ...(random(2) === 0 ? piece : []), ...bytes.subarray(rest)]);
  }
  return bytes;
}
