import { existsSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { concatBytes, encodeVarint } from "@yanta/bytes";
import { consensusErrors } from "../../errors.ts";
import { type Request, RequestSchema, type Response, ResponseSchema } from "../../gen/cometbft/abci_pb.js";
import { connectionsMax, requestQueueMax } from "../limits.ts";
import { FrameReader } from "./frame-reader.ts";

export interface AbciServerOptions {
  /** `unix:///path` or `tcp://host:port`. */
  readonly address: string;
  readonly handle: (request: Request) => Response | Promise<Response>;
  /** Told when handling a request failed; the connection has been told and closed then. */
  readonly onFailure: (error: unknown) => void;
  /** Told of a connection that sent something else than ABCI. */
  readonly onForeign: (reason: string) => void;
  readonly onConnection: () => void;
}

/** Where an engine reaches the application: a socket, or a test's own engine. */
export interface AbciListener {
  readonly address: string;
  readonly connectionCount: number;
  open(): Promise<void>;
  /** Answers what is being handled, then lets nobody in any more. */
  close(): Promise<void>;
}

/**
 * ABCI over a socket: varint-framed protobuf. Each connection is answered in the order of its requests; nothing is read ahead without bound.
 * Spec: CometBFT v0.38 spec/abci/abci++_client_server.md "Message framing".
 */
export class AbciServer implements AbciListener {
  readonly #options: AbciServerOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #working = new Set<Promise<void>>();
  #address = "";

  constructor(options: AbciServerOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#accept(socket));
    this.#server.maxConnections = connectionsMax;
  }

  /** Where it listens, with the port that the system chose. */
  get address(): string {
    return this.#address;
  }

  get connectionCount(): number {
    return this.#sockets.size;
  }

  /** Errors: CONSENSUS_ADDRESS_IN_USE. */
  async open(): Promise<void> {
    const { address } = this.#options;
    const path = address.startsWith("unix://") ? address.slice("unix://".length) : undefined;
    // What a process that was killed left behind; the folder is its owner's alone and locked by the node.
    if (path !== undefined && existsSync(path)) rmSync(path);
    const { hostname, port } = path === undefined ? new URL(address) : { hostname: "", port: "" };
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", (cause) =>
        reject(consensusErrors.create("CONSENSUS_ADDRESS_IN_USE", { address, reason: cause.message }, cause)),
      );
      this.#server.listen(path === undefined ? { host: hostname, port: Number(port) } : { path }, resolve);
    });
    const bound = this.#server.address();
    this.#address = typeof bound === "object" && bound !== null ? `tcp://${bound.address}:${bound.port}` : address;
  }

  /** Answers what is being handled, then closes all connections; an engine that is still attached ends. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.pause();
    await Promise.all(this.#working);
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    this.#options.onConnection();
    const reader = new FrameReader();
    const queue: Uint8Array[] = [];
    let isWorking = false;

    const work = async (): Promise<void> => {
      isWorking = true;
      for (let message = queue.shift(); message !== undefined && !socket.destroyed; message = queue.shift()) {
        await this.#answer(socket, message);
      }
      isWorking = false;
      if (!socket.destroyed) socket.resume();
    };

    socket.on("data", (chunk: Uint8Array) => {
      const messages = reader.push(chunk);
      if (messages === undefined) {
        this.#options.onForeign("a message has no valid length");
        socket.destroy();
        return;
      }
      queue.push(...messages);
      if (queue.length > requestQueueMax) socket.pause();
      if (isWorking || queue.length === 0) return;
      const working = work();
      this.#working.add(working);
      void working.finally(() => this.#working.delete(working));
    });
    // The engine's end is seen by its process's supervisor; here it only frees the connection.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#sockets.delete(socket));
  }

  /** Never rejects. */
  async #answer(socket: Socket, message: Uint8Array): Promise<void> {
    let request: Request;
    try {
      request = fromBinary(RequestSchema, message);
    } catch {
      this.#options.onForeign("a message is no ABCI request");
      socket.destroy();
      return;
    }
    try {
      const answer = this.#options.handle(request);
      const response = answer instanceof Promise ? await answer : answer;
      if (!socket.write(encodeFrame(response)) && !socket.destroyed) await drained(socket);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      socket.end(encodeFrame(create(ResponseSchema, { value: { case: "exception", value: { error: text } } })));
      this.#options.onFailure(error);
    }
  }
}

function encodeFrame(response: Response): Uint8Array {
  const bytes = toBinary(ResponseSchema, response);
  return concatBytes(encodeVarint(bytes.length), bytes);
}

/** Resolves when the peer has taken what was written, or is gone. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off("drain", done);
      socket.off("close", done);
      resolve();
    };
    socket.on("drain", done);
    socket.on("close", done);
  });
}
