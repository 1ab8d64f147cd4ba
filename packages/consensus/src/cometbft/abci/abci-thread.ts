import { existsSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { connectionsMax, requestBytesMax, requestQueueMax } from "../limits.ts";
import { FrameReader } from "./frame-reader.ts";
import type { FromThread, ToThread } from "./thread-messages.ts";

/**
 * The thread that holds the ABCI sockets: takes frames from the engine as they come and hands them on, so that the
 * engine never waits in a write while the node executes a block. CometBFT's socket client burns a core while it waits:
 * its flush timer is meant as 20 ms and is 20 ns (abci/client/socket_client.go, flushThrottleMS).
 */

interface Connection {
  readonly socket: Socket;
  /** Bytes of requests that were handed on and not answered yet, the oldest first. */
  readonly unanswered: number[];
  unansweredBytes: number;
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
      // A copy of its own: it changes hands, and the chunk holds parts of others.
      const bytes = new Uint8Array(frame);
      connection.unanswered.push(bytes.length);
      connection.unansweredBytes += bytes.length;
      tell({ kind: "request", id, bytes }, [bytes.buffer]);
    }
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
  connection.unansweredBytes -= connection.unanswered.shift() ?? 0;
  socket.write(message.bytes);
  if (socket.isPaused() && !isFull(connection)) socket.resume();
  return undefined;
});

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
