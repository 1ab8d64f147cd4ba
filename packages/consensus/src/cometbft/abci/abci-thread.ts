import { existsSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { connectionsMax, requestBytesMax, requestQueueMax } from "../limits.ts";
import { FrameReader } from "./frame-reader.ts";
import type { FromThread, ToThread } from "./thread-messages.ts";

/**
 * The thread that holds the ABCI sockets: takes frames from the engine as they come and hands them on, so that the
 * engine never waits in a write while the node executes a block. CometBFT's socket client burns a core while it waits:
 * its flush timer is meant as 20 ms and is 20 ns (abci/client/socket_client.go, flushThrottleMS). For the same reason
 * every second request is a flush; these are answered here, in their turn, and the node's own thread is not woken.
 */

interface Connection {
  readonly socket: Socket;
  /** Bytes of requests that were handed on and not answered yet, the oldest first, and the flushes between them. */
  readonly unanswered: (number | "flush")[];
  unansweredBytes: number;
}

/** Response{flush: {}} with its length. Spec: CometBFT v0.38 proto/tendermint/abci/types.proto. */
const flushAnswer = Uint8Array.of(2, 0x1a, 0);

/** Request{flush: {}} as every engine encodes it; in another form it goes to the node as anything else. */
function isFlush(frame: Uint8Array): boolean {
  return frame.length === 2 && frame[0] === 0x12 && frame[1] === 0;
}

const port = parentPort;
if (port === null) throw new Error("abci-thread runs as a worker");
const { address } = workerData as { readonly address: string };
const connections = new Map<number, Connection>();
let lastId = 0;
const tell = (message: FromThread, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

const server = createServer((socket) => {
  const id = ++lastId;
  const connection: Connection = { socket, unanswered: [], unansweredBytes: 0 };
  const reader = new FrameReader();
  connections.set(id, connection);
  tell({ kind: "opened", id });
  socket.on("data", (chunk: Uint8Array) => {
    const frames = reader.push(chunk);
    if (frames === undefined) {
      tell({ kind: "foreign", id });
      socket.destroy();
      return;
    }
    for (const frame of frames) {
      if (isFlush(frame)) {
        connection.unanswered.push("flush");
        continue;
      }
      // A copy of its own: it changes hands, and the chunk holds parts of others.
      const bytes = new Uint8Array(frame);
      connection.unanswered.push(bytes.length);
      connection.unansweredBytes += bytes.length;
      tell({ kind: "request", id, bytes }, [bytes.buffer]);
    }
    answerFlushes(connection);
    if (isFull(connection)) socket.pause();
  });
  // The engine's end is seen by its process's supervisor; here it only frees the connection.
  socket.on("error", () => socket.destroy());
  socket.on("close", () => {
    connections.delete(id);
    tell({ kind: "closed", id });
  });
});

port.on("message", (message: ToThread) => {
  if (message.kind === "close") return close();
  const connection = connections.get(message.id);
  if (connection === undefined) return undefined;
  const { socket } = connection;
  if (message.kind === "end") return void socket.end(message.bytes);
  const sizeBytes = connection.unanswered.shift();
  if (typeof sizeBytes === "number") connection.unansweredBytes -= sizeBytes;
  write(connection, message.bytes);
  answerFlushes(connection);
  if (socket.isPaused() && !isFull(connection)) socket.resume();
  return undefined;
});

/** Answers the flushes whose turn it is: everything before them has been answered. */
function answerFlushes(connection: Connection): void {
  while (connection.unanswered[0] === "flush") {
    connection.unanswered.shift();
    write(connection, flushAnswer);
  }
}

/** What is written in one turn goes out in one call to the system. */
function write({ socket }: Connection, bytes: Uint8Array): void {
  if (socket.writableCorked === 0) {
    socket.cork();
    setImmediate(() => socket.uncork());
  }
  socket.write(bytes);
}

function isFull({ unanswered, unansweredBytes }: Connection): boolean {
  return unanswered.length > requestQueueMax || unansweredBytes > requestBytesMax;
}

/** An engine that is still attached ends. */
function close(): void {
  server.close(() => {
    tell({ kind: "ended" });
    port?.close();
  });
  for (const { socket } of connections.values()) socket.destroySoon();
}

server.maxConnections = connectionsMax;
server.once("error", ({ message }) => tell({ kind: "failed", reason: message }));
const path = address.startsWith("unix://") ? address.slice("unix://".length) : undefined;
// What a process that was killed left behind; the folder is its owner's alone and locked by the node.
if (path !== undefined && existsSync(path)) rmSync(path);
const { hostname, port: tcpPort } = path === undefined ? new URL(address) : { hostname: "", port: "" };
server.listen(path === undefined ? { host: hostname, port: Number(tcpPort) } : { path }, () => {
  const bound = server.address();
  const found = typeof bound === "object" && bound !== null ? `tcp://${bound.address}:${bound.port}` : address;
  tell({ kind: "listening", address: found });
});
