import { existsSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { concatBytes, encodeVarint } from "@yanta/bytes";
import { consensusErrors } from "../../errors.ts";
import { type Request, RequestSchema, type Response, ResponseSchema } from "../../gen/cometbft/abci_pb.js";
import type { FromThread, ToThread } from "./thread-messages.ts";

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

/** Requests of a connection that wait, and whether one is being handled. */
interface Connection {
  readonly waiting: Uint8Array[];
  isWorking: boolean;
  isClosed: boolean;
}

/**
 * ABCI over a socket: varint-framed protobuf. Each connection is answered in the order of its requests. The sockets live
 * in a thread of their own (`abci-thread.ts`), which bounds what waits here.
 * Spec: CometBFT v0.38 spec/abci/abci++_client_server.md "Message framing".
 */
export class AbciServer implements AbciListener {
  readonly #options: AbciServerOptions;
  readonly #connections = new Map<number, Connection>();
  readonly #working = new Set<Promise<void>>();
  #thread: Worker | undefined;
  #ended: Promise<void> | undefined;
  #address = "";
  #isClosing = false;

  constructor(options: AbciServerOptions) {
    this.#options = options;
  }

  /** Where it listens, with the port that the system chose. */
  get address(): string {
    return this.#address;
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Errors: CONSENSUS_ADDRESS_IN_USE. */
  async open(): Promise<void> {
    const { address } = this.#options;
    const thread = new Worker(threadFile(), { workerData: { address }, name: "abci" });
    this.#thread = thread;
    this.#ended = new Promise((resolve) => thread.once("exit", () => resolve()));
    await new Promise<void>((resolve, reject) => {
      const refuse = (reason: string, cause?: unknown): void =>
        reject(consensusErrors.create("CONSENSUS_ADDRESS_IN_USE", { address, reason }, cause));
      thread.on("message", (message: FromThread) => {
        if (message.kind === "listening") {
          this.#address = message.address;
          resolve();
        } else if (message.kind === "failed") {
          void thread.terminate();
          refuse(message.reason);
        } else this.#receive(message);
      });
      thread.on("error", (error) => {
        refuse(error.message, error);
        this.#options.onFailure(error);
      });
    });
  }

  /** Answers what is being handled, then closes all connections; an engine that is still attached ends. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all(this.#working);
    this.#tell({ kind: "close" });
    await this.#ended;
  }

  #receive(message: FromThread): void {
    switch (message.kind) {
      case "opened":
        this.#connections.set(message.id, { waiting: [], isWorking: false, isClosed: false });
        return this.#options.onConnection();
      case "request":
        return this.#enqueue(message.id, message.bytes);
      case "foreign":
        return this.#options.onForeign("a message has no valid length");
      case "closed": {
        const connection = this.#connections.get(message.id);
        if (connection !== undefined) connection.isClosed = true;
        this.#connections.delete(message.id);
        return undefined;
      }
      case "listening":
      case "failed":
      case "ended":
        return undefined;
    }
  }

  #enqueue(id: number, bytes: Uint8Array): void {
    const connection = this.#connections.get(id);
    if (connection === undefined) return;
    connection.waiting.push(bytes);
    if (connection.isWorking || this.#isClosing) return;
    const working = this.#work(id, connection);
    this.#working.add(working);
    void working.finally(() => this.#working.delete(working));
  }

  /** Never rejects. */
  async #work(id: number, connection: Connection): Promise<void> {
    connection.isWorking = true;
    while (!connection.isClosed && !this.#isClosing) {
      const bytes = connection.waiting.shift();
      if (bytes === undefined) break;
      await this.#answer(id, bytes);
    }
    connection.isWorking = false;
  }

  async #answer(id: number, bytes: Uint8Array): Promise<void> {
    let request: Request;
    try {
      request = fromBinary(RequestSchema, bytes);
    } catch {
      this.#options.onForeign("a message is no ABCI request");
      this.#tell({ kind: "end", id, bytes: new Uint8Array(0) });
      return;
    }
    try {
      const answer = this.#options.handle(request);
      const response = answer instanceof Promise ? await answer : answer;
      this.#tell({ kind: "answer", id, bytes: encodeFrame(response) });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      const response = create(ResponseSchema, { value: { case: "exception", value: { error: text } } });
      this.#tell({ kind: "end", id, bytes: encodeFrame(response) });
      this.#options.onFailure(error);
    }
  }

  #tell(message: ToThread): void {
    this.#thread?.postMessage(message);
  }
}

/** Beside this file in the repository, beside the bundle in a published package. */
function threadFile(): string {
  const bundled = join(import.meta.dirname, "abci-thread.js");
  return existsSync(bundled) ? bundled : join(import.meta.dirname, "abci-thread.ts");
}

function encodeFrame(response: Response): Uint8Array {
  const bytes = toBinary(ResponseSchema, response);
  return concatBytes(encodeVarint(bytes.length), bytes);
}
