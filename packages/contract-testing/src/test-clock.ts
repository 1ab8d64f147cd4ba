import type { ChainClock } from "@yanta/chain";

/** Time that stands still until a test moves it. */
export class TestClock implements ChainClock {
  #unixSeconds: bigint;

  constructor(unixSeconds: bigint) {
    this.#unixSeconds = unixSeconds;
  }

  unixSeconds(): bigint {
    return this.#unixSeconds;
  }

  monotonicMs(): number {
    return 0;
  }

  set(unixSeconds: bigint): void {
    this.#unixSeconds = unixSeconds;
  }

  advance(seconds: bigint | number): void {
    this.#unixSeconds += BigInt(seconds);
  }
}
