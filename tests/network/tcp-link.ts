import { connect, createServer, type Server, type Socket } from "node:net";

/** Connections of one link at a time; two engines have one or two. */
const connectionsMax = 16;

/**
 * A line between two engines in user space: it can be cut, and delays what passes. Without `netem` in the kernel this is
 * how networks are tested here.
 */
export class TcpLink {
  readonly #targetPort: number;
  readonly #delayMs: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  constructor(targetPort: number, delayMs: number) {
    this.#targetPort = targetPort;
    this.#delayMs = delayMs;
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
    if (this.#delayMs === 0) from.pipe(to);
    else {
      // Order stays: timers of one length fire as they were set.
      from.on("data", (chunk: Uint8Array) => setTimeout(() => to.write(chunk), this.#delayMs));
      from.on("end", () => setTimeout(() => to.end(), this.#delayMs));
    }
    from.on("error", () => undefined);
    from.on("close", () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
