import {
  constants,
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { unimplementedStatus } from "../call-status.ts";
import { type CallScope, GrpcCall } from "./grpc-call.ts";
import { type KeepOptions, SessionKeeper } from "./session-keeper.ts";

/** Answers the calls of one method: `succeed`, `send` and `end`, or `fail`, now or later. Must not throw. */
export type CallHandler = (call: GrpcCall, request: Uint8Array) => void;

export interface GrpcServerOptions extends CallScope, KeepOptions {
  /** Handlers by path, `/package.Service/Method`. */
  readonly methods: ReadonlyMap<string, CallHandler>;
  /** Calls in flight on one connection. */
  readonly concurrentStreamsMax: number;
}

export interface GrpcServer {
  /** Takes a connection over that a listener has accepted. */
  serve(socket: Socket): void;
  /** Lets no further call begin; connections close once their calls have ended. */
  drain(): void;
  /** Ends all connections at once. */
  destroy(): void;
}

/**
 * gRPC over HTTP/2 on sockets that somebody else accepts, for methods with one request and one or several answers, all of them
 * bytes. Spec: gRPC over HTTP2; texts of refusals are grpc-go's.
 */
export function createGrpcServer(options: GrpcServerOptions): GrpcServer {
  const sessions = new Map<ServerHttp2Session, SessionPeer>();
  const timer = setInterval(() => options.unfinished.look(performance.now()), options.pingAfterMs).unref();
  const server = createServer({
    settings: { maxConcurrentStreams: options.concurrentStreamsMax },
    // Requests are bounded by `uploads` and answers by the clients' windows; this limit would break connections instead of calls.
    maxSessionMemory: Number.MAX_SAFE_INTEGER,
  });
  // A connection that breaks ends its own calls.
  server.on("sessionError", () => undefined);
  server.on("session", (session) => {
    const peer = { keeper: new SessionKeeper(session, options), peer: peerOf(session.socket) };
    sessions.set(session, peer);
    session.once("close", () => sessions.delete(session));
    session.on("stream", (stream: ServerHttp2Stream, headers) => openCall(stream, headers, peer, options));
  });
  return {
    serve: (socket) => void server.emit("connection", socket),
    drain: () => {
      for (const session of sessions.keys()) session.close();
    },
    destroy: () => {
      clearInterval(timer);
      for (const session of sessions.keys()) session.destroy();
    },
  };
}

interface SessionPeer {
  readonly keeper: SessionKeeper;
  readonly peer: string;
}

function openCall(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  { keeper, peer }: SessionPeer,
  options: GrpcServerOptions,
): void {
  const path = headers[":path"] ?? "";
  const httpStatus = httpRefusal(headers);
  if (httpStatus !== undefined) return refuse(stream, httpStatus);
  const handler = options.methods.get(path);
  const call = new GrpcCall({
    stream,
    headers,
    scope: options,
    keeper,
    peer,
    onRequest: handler ?? (() => undefined),
  });
  if (handler === undefined) call.fail(unimplementedStatus(unknownMethodText(path, options.methods)));
}

function refuse(stream: ServerHttp2Stream, httpStatus: number): void {
  stream.on("error", () => undefined);
  stream.respond({ ":status": httpStatus }, { endStream: true });
  stream.close(constants.NGHTTP2_NO_ERROR);
}

/** The HTTP status for what is no gRPC call. Spec: gRPC over HTTP2, "Content-Type". */
function httpRefusal(headers: IncomingHttpHeaders): number | undefined {
  if (headers[":method"] !== "POST") return 405;
  return /^application\/grpc(?:[+;]|$)/.test(headers["content-type"] ?? "") ? undefined : 415;
}

function unknownMethodText(path: string, methods: ReadonlyMap<string, CallHandler>): string {
  const at = path.lastIndexOf("/");
  if (!path.startsWith("/") || at === 0) return `malformed method name: "${path}"`;
  const service = path.slice(1, at);
  const isKnown = [...methods.keys()].some((known) => known.startsWith(`/${service}/`));
  return isKnown ? `unknown method ${path.slice(at + 1)} for service ${service}` : `unknown service ${service}`;
}

const peerOf = ({ remoteAddress = "", remotePort = 0 }: Socket | TLSSocket): string => `${remoteAddress}:${remotePort}`;
