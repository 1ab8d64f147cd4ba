/** Numbers that a seed decides: a failed run is repeated by its seed. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform whole number in [0, end). */
  below(end: number): number;
  pick<T>(choices: readonly T[]): T;
  bytes(length: number): Uint8Array;
}

/** mulberry32: 32 bits of state, good enough to choose tests, never for keys. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next32 = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (end: number): number => Math.floor((next32() / 2 ** 32) * end);
  return {
    next: () => next32() / 2 ** 32,
    below,
    pick: (choices) => {
      const choice = choices[below(choices.length)];
      if (choice === undefined) throw new RangeError("nothing to pick from");
      return choice;
    },
    bytes: (length) => Uint8Array.from({ length }, () => next32() & 255),
  };
}

/** The seed given by `--seed` or one from the clock, printed so that a failure can be repeated. */
export function freshSeed(): number {
  return Math.floor(Math.random() * 2 ** 32);
}
