import { socketQueueBytesMax, socketQueueMax, socketsQueueBytesMax } from "../limits.ts";

/** Bytes of the calls that wait on all WebSockets together. */
export interface SharedRoom {
  usedBytes: number;
}

/** Calls of one WebSocket that wait for their turn: bounded by number and bytes, and by the bytes of all WebSockets. */
export class WaitingCalls {
  readonly #shared: SharedRoom;
  #count = 0;
  #bytes = 0;

  constructor(shared: SharedRoom) {
    this.#shared = shared;
  }

  /** Takes room for a call; false when there is none. A call that finds the room empty always enters. */
  enter(sizeBytes: number): boolean {
    if (this.#count >= socketQueueMax) return false;
    if (this.#count > 0 && this.#bytes + sizeBytes > socketQueueBytesMax) return false;
    if (this.#shared.usedBytes > 0 && this.#shared.usedBytes + sizeBytes > socketsQueueBytesMax) return false;
    this.#count++;
    this.#bytes += sizeBytes;
    this.#shared.usedBytes += sizeBytes;
    return true;
  }

  /** Gives the room of a call back. */
  leave(sizeBytes: number): void {
    this.#count--;
    this.#bytes -= sizeBytes;
    this.#shared.usedBytes -= sizeBytes;
  }
}
