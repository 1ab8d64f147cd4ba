import type { ChainClock } from "@yanta/chain";
import type { SoloTime } from "@yanta/consensus";
import { devChainErrors } from "./errors.ts";
import type { DevTime } from "./interface.ts";
import { unixSecondsMax } from "./limits.ts";

/** What is remembered of a clock with a snapshot. */
export interface ClockState {
  readonly offsetSeconds: bigint;
  readonly pinned: bigint | undefined;
  readonly intervalSeconds: bigint | undefined;
}

/**
 * A development chain's clock: the machine's, moved; or standing still at the time that the next block is to have. Blocks, timestamp
 * windows and certificates are judged by it.
 */
export class DevClock implements ChainClock, SoloTime {
  readonly #machine: ChainClock & SoloTime;
  #offsetSeconds = 0n;
  #pinned: bigint | undefined;
  #intervalSeconds: bigint | undefined;
  #headSeconds = 0n;

  constructor(machine: ChainClock & SoloTime) {
    this.#machine = machine;
  }

  unixSeconds(): bigint {
    if (this.#pinned !== undefined) return this.#pinned;
    if (this.#intervalSeconds !== undefined) return this.#headSeconds + this.#intervalSeconds;
    return this.#machine.unixSeconds() + this.#offsetSeconds;
  }

  machineSeconds(): bigint {
    return this.#machine.unixSeconds();
  }

  monotonicMs(): number {
    return this.#machine.monotonicMs();
  }

  after(delayMs: number, action: () => void): () => void {
    return this.#machine.after(delayMs, action);
  }

  /** Begins at a chain's last block: where blocks are ahead of the machine, time goes on from there. */
  begin(headSeconds: bigint): void {
    const now = this.#machine.unixSeconds();
    this.#headSeconds = headSeconds;
    this.#offsetSeconds = headSeconds > now ? headSeconds - now : 0n;
    this.#pinned = undefined;
    this.#intervalSeconds = undefined;
  }

  /** A block was made: what it had to have as its time is where the clock goes on. */
  blockMade(headSeconds: bigint): void {
    this.#headSeconds = headSeconds;
    if (this.#pinned === undefined) return;
    this.#offsetSeconds = this.#pinned - this.#machine.unixSeconds();
    this.#pinned = undefined;
  }

  time(): DevTime {
    return {
      now: this.unixSeconds(),
      offsetSeconds: this.unixSeconds() - this.#machine.unixSeconds(),
      blockIntervalSeconds: this.#intervalSeconds,
    };
  }

  increase(seconds: bigint): void {
    this.#set(this.unixSeconds() + seconds);
  }

  set(unixSeconds: bigint): void {
    this.#set(unixSeconds);
  }

  pin(unixSeconds: bigint): void {
    this.#check(unixSeconds);
    this.#pinned = unixSeconds;
  }

  setInterval(seconds: bigint | undefined): void {
    if (seconds !== undefined && (seconds < 0n || this.#headSeconds + seconds > unixSecondsMax))
      throw devChainErrors.create("DEV_CHAIN_TIME_INVALID", { value: seconds, reason: "no interval of blocks" });
    // Time goes on from the last block, and not from before it.
    if (seconds === undefined && this.#intervalSeconds !== undefined) this.#set(this.unixSeconds());
    this.#intervalSeconds = seconds;
  }

  state(): ClockState {
    return {
      offsetSeconds: this.#offsetSeconds,
      pinned: this.#pinned,
      intervalSeconds: this.#intervalSeconds,
    };
  }

  restore({ offsetSeconds, pinned, intervalSeconds }: ClockState, headSeconds: bigint): void {
    this.#headSeconds = headSeconds;
    this.#offsetSeconds = offsetSeconds;
    this.#pinned = pinned;
    this.#intervalSeconds = intervalSeconds;
  }

  /** The chain went back: the clock goes on, with no block ahead of it. */
  headMoved(headSeconds: bigint): void {
    this.#headSeconds = headSeconds;
  }

  #set(unixSeconds: bigint): void {
    this.#check(unixSeconds);
    this.#offsetSeconds = unixSeconds - this.#machine.unixSeconds();
    if (this.#pinned !== undefined) this.#pinned = unixSeconds;
  }

  #check(unixSeconds: bigint): void {
    if (unixSeconds > unixSecondsMax)
      throw devChainErrors.create("DEV_CHAIN_TIME_INVALID", { value: unixSeconds, reason: "after the year 9999" });
    if (unixSeconds < this.#headSeconds)
      throw devChainErrors.create("DEV_CHAIN_TIME_BEFORE_HEAD", { unixSeconds, headSeconds: this.#headSeconds });
  }
}
