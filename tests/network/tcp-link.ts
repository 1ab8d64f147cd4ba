import { connect, createServer, type Server, type Socket } from "node:net";
import type { Random } from "../support/random.ts";

/** Connections of one link at a time; two engines have one or two. */
const connectionsMax = 16;
/** Bytes on their way in one direction before the sender has to wait, as in a router's queue. */
const queueBytesMax = 256 * 1024;
/** TCP's first wait for a lost piece; it doubles while the same piece is lost again. */
const retransmitMs = 200;
/** One of so many lost pieces breaks its connection. */
const resetOneIn = 50;

/** How good a line is. The sum of all delays a piece meets keeps the order within its connection, as TCP does. */
export interface LineQuality {
  /** Of everything, one way. */
  readonly delayMs: number;
  /** Up to so much longer, another for each piece: pieces of different connections overtake each other. */
  readonly jitterMs: number;
  /** Of a hundred pieces so many are lost: TCP sends them again, everything behind them waits, and now and then the connection breaks. */
  readonly lossPercent: number;
  /** Each way; the sender waits when more is under way. */
  readonly bytesPerSecond: number;
}

export const perfectLine: LineQuality = { delayMs: 0, jitterMs: 0, lossPercent: 0, bytesPerSecond: Infinity };

/**
 * A line between two engines in user space: it can be cut and made worse. Without `netem` in the kernel this is how networks are tested here: of lost and
 * reordered packets it shows what a TCP connection makes of them.
 */
export class TcpLink {
  /** May change while connections are open. */
  quality: LineQuality;
  readonly #targetPort: number;
  readonly #random: Random;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  constructor(targetPort: number, random: Random, quality: LineQuality = perfectLine) {
    this.#targetPort = targetPort;
    this.#random = random;
    this.quality = quality;
    this.#server = createServer((socket) => this.#carry(socket));
    this.#server.maxConnections = connectionsMax;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", () => resolve());
    });
  }

  /** Breaks what is connected, and lets nobody through until `mend`. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  close(): Promise<void> {
    this.cut();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #carry(socket: Socket): void {
    if (this.#isCut) return void socket.destroy();
    const target = connect(this.#targetPort, "127.0.0.1");
    this.#pass(socket, target);
    this.#pass(target, socket);
    return undefined;
  }

  #pass(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.setNoDelay(true);
    const line = new Direction(() => this.quality, this.#random);
    from.on("data", (chunk: Uint8Array) => {
      if (line.isLost() && this.#random.below(resetOneIn) === 0) return void from.destroy();
      line.send(chunk.length, () => {
        to.write(chunk);
        if (!line.isFull) from.resume();
      });
      if (line.isFull) from.pause();
      return undefined;
    });
    from.on("end", () => line.send(0, () => to.end()));
    from.on("error", () => undefined);
    from.on("close", () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}

/** What is under way on a connection in one direction, in order. */
class Direction {
  readonly #quality: () => LineQuality;
  readonly #random: Random;
  readonly #pieces: { readonly dueMs: number; readonly sizeBytes: number; readonly arrive: () => void }[] = [];
  #queuedBytes = 0;
  #lastDueMs = 0;

  constructor(quality: () => LineQuality, random: Random) {
    this.#quality = quality;
    this.#random = random;
  }

  get isFull(): boolean {
    return this.#queuedBytes > queueBytesMax;
  }

  isLost(): boolean {
    return this.#random.next() * 100 < this.#quality().lossPercent;
  }

  /** It goes onto the line behind the pieces before it, and its losses hold up those behind it. */
  send(sizeBytes: number, arrive: () => void): void {
    const { delayMs, jitterMs, bytesPerSecond } = this.#quality();
    let ms = delayMs + this.#random.next() * jitterMs;
    for (let wait = retransmitMs; this.isLost(); wait *= 2) ms += wait;
    this.#lastDueMs = Math.max(performance.now() + ms, this.#lastDueMs) + (1000 * sizeBytes) / bytesPerSecond;
    this.#queuedBytes += sizeBytes;
    this.#pieces.push({ dueMs: this.#lastDueMs, sizeBytes, arrive });
    if (this.#pieces.length === 1) this.#arriveInTime();
  }

  #arriveInTime(): void {
    for (let piece = this.#pieces[0]; piece !== undefined; piece = this.#pieces[0]) {
      const waitMs = piece.dueMs - performance.now();
      if (waitMs > 0) return void setTimeout(() => this.#arriveInTime(), Math.ceil(waitMs));
      this.#pieces.shift();
      this.#queuedBytes -= piece.sizeBytes;
      piece.arrive();
    }
  }
}
