import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import type { RpcMethod } from "../json-rpc/answer-request.ts";
import type { Answerer } from "../json-rpc/answerer.ts";
import { requestBytesMax, socketBacklogBytesMax, socketsMax } from "../limits.ts";
import type { RpcContext } from "../methods/rpc-context.ts";
import { type CallerRules, refuseCaller } from "./check-caller.ts";
import { SocketSubscriptions } from "./subscriptions.ts";
import { type SharedRoom, WaitingCalls } from "./waiting-calls.ts";

const tryAgainLater = 1013;
const policyViolation = 1008;

export interface SocketServerOptions {
  readonly server: Server;
  readonly context: RpcContext;
  readonly rules: CallerRules;
  readonly answerer: Answerer;
  readonly onCutOff: (reason: string) => void;
}

export interface SocketServer {
  onBlock(height: bigint): void;
  onAccepted(hash: string): void;
  close(): void;
}

/** Serves the methods and subscriptions on WebSockets of the same port. */
export function createSocketServer(options: SocketServerOptions): SocketServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: requestBytesMax, perMessageDeflate: false });
  const subscriptions = new Map<WebSocket, SocketSubscriptions>();
  const shared: SharedRoom = { usedBytes: 0 };

  options.server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const refusal = refuseCaller(request, options.rules);
    if (refusal !== undefined) return void socket.end(`HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n${refusal}`);
    if (sockets.clients.size >= socketsMax)
      return void socket.end("HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n");
    sockets.handleUpgrade(request, socket, head, (client) =>
      subscriptions.set(client, serve(client, options, { subscriptions, shared })),
    );
  });

  return {
    onBlock: (height) => subscriptions.forEach((each) => each.onBlock(height)),
    onAccepted: (hash) => subscriptions.forEach((each) => each.onAccepted(hash)),
    close: () => {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}

function serve(
  client: WebSocket,
  { context, answerer, onCutOff }: SocketServerOptions,
  {
    subscriptions,
    shared,
  }: { readonly subscriptions: Map<WebSocket, SocketSubscriptions>; readonly shared: SharedRoom },
): SocketSubscriptions {
  const isGone = (): boolean => client.readyState !== client.OPEN;
  const send = (text: string): void => {
    if (isGone()) return;
    if (client.bufferedAmount + text.length > socketBacklogBytesMax) {
      onCutOff("the reader is too slow");
      client.terminate();
      return;
    }
    client.send(text);
  };
  const own = new SocketSubscriptions(context, send);
  const ownMethods = new Map<string, RpcMethod>([
    ["eth_subscribe", (params) => own.subscribe(params)],
    ["eth_unsubscribe", (params) => own.unsubscribe(params)],
  ]);

  // Answers go out in the order of the calls.
  let queue = Promise.resolve();
  const waiting = new WaitingCalls(shared);
  client.on("message", (data: RawData, isBinary: boolean) => {
    if (isBinary) return client.close(policyViolation, "send text");
    const text = rawToText(data);
    if (isGone()) return undefined;
    if (!waiting.enter(text.length)) return client.close(tryAgainLater, "too many calls wait");
    queue = queue
      .then(() => (isGone() ? undefined : answerer.answer(text, { ownMethods, isGone })))
      .then((answer) => {
        waiting.leave(text.length);
        if (answer !== undefined) send(answer);
      });
    return undefined;
  });
  client.on("error", () => client.terminate());
  client.on("close", () => subscriptions.delete(client));
  return own;
}

function rawToText(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return Buffer.isBuffer(data) ? data.toString("utf8") : Buffer.from(data).toString("utf8");
}
