import type { Upload } from "./upload-budget.ts";

/**
 * Bounds the bytes of all answers that clients have asked for and not taken. An answer that several calls wait with, as subscribers of
 * one block do, counts once. Above the bound the calls that wait longest are given up.
 */
export class AnswerBudget {
  readonly #sizeBytesMax: number;
  /** Each call's answer, oldest first. */
  readonly #answers = new Map<Upload, Uint8Array>();
  /** Calls that wait with an answer. */
  readonly #waiting = new Map<Uint8Array, number>();
  #sizeBytes = 0;

  constructor(sizeBytesMax: number) {
    this.#sizeBytesMax = sizeBytesMax;
  }

  /** Counts the answer that a call now waits with, its only one. The call may be given up before this returns. */
  add(call: Upload, answer: Uint8Array): void {
    this.remove(call);
    const count = this.#waiting.get(answer) ?? 0;
    if (count === 0) this.#sizeBytes += answer.length;
    this.#waiting.set(answer, count + 1);
    this.#answers.set(call, answer);
    while (this.#sizeBytes > this.#sizeBytesMax) this.#giveUpOldest();
  }

  /** The answer is taken, or the call over. */
  remove(call: Upload): void {
    const answer = this.#answers.get(call);
    if (answer === undefined) return;
    this.#answers.delete(call);
    const count = (this.#waiting.get(answer) ?? 1) - 1;
    if (count > 0) {
      this.#waiting.set(answer, count);
    } else {
      this.#waiting.delete(answer);
      this.#sizeBytes -= answer.length;
    }
  }

  #giveUpOldest(): void {
    const [oldest] = this.#answers.keys();
    if (oldest === undefined) return;
    this.remove(oldest);
    oldest.giveUp();
  }
}
