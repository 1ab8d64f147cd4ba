import { isIP, type Socket } from "node:net";
import {
  Server,
  ServerCredentials,
  status,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import {
  concurrentStreamsMax,
  drainMs,
  idleConnectionCloseMs,
  serverPingAfterMs,
  serverPingTimeoutMs,
  unfinishedRequestBytesMax,
} from "../limits.ts";
import type { RpcMetrics } from "../metrics.ts";
import {
  CallStatus,
  cancelledStatus,
  internalStatus,
  permissionDeniedStatus,
  resourceExhaustedStatus,
} from "./call-status.ts";
import { openListener, type Listener, type TlsIdentity, type TlsMode } from "./listener.ts";
import {
  checkNewBlockChainConfig,
  getChainMakerVersion,
  getConsensusHeight,
  getConsensusStateJson,
  getConsensusValidators,
  getSyncState,
  refreshLogLevels,
  updateDebugConfig,
} from "./methods/node-state.ts";
import { getPoolStatus, getTxIdsByTypeAndStage, getTxsInPoolByTxIds } from "./methods/pool.ts";
import { sendRequest } from "./methods/send-request.ts";
import { sendRequestSync, type SyncWaiters } from "./methods/send-request-sync.ts";
import { subscribe, subscribeRaw } from "./methods/subscribe.ts";
import { createRateLimiter, type RateLimiter } from "./rate-limit.ts";
import type { RpcContext } from "./rpc-context.ts";
import { rpcNodeService, type StreamMethodName, type UnaryMethodName } from "./service-definition.ts";
import { createUploadBudget } from "./upload-budget.ts";

export interface RpcServerOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsMode;
  readonly receiveBytesMax: number;
  readonly sendBytesMax: number;
  /** Client addresses that are turned away. */
  readonly blackList: ReadonlySet<string>;
  readonly rateLimit?: {
    readonly scope: "global" | "address";
    readonly tokensPerSecond: number;
    readonly bucketSize: number;
  };
  /** Client addresses besides loopback that may call the debug methods. */
  readonly debugAddresses: ReadonlySet<string>;
  readonly metrics: RpcMetrics;
  readonly logger: RpcLogger;
}

/** The part of a pino logger that the listener uses. */
export interface RpcLogger {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface RpcServer {
  readonly port: number;
  rotateTls(identity: TlsIdentity): void;
  /** Lets calls in flight end (bounded), ends subscriptions as ChainMaker does on restart, closes the port. */
  close(): Promise<void>;
}

/** `abortion` makes what aborts when the client goes away; most calls end before they need it. */
type UnaryMethod = (requestBytes: Uint8Array, abortion: () => AbortController) => Uint8Array | Promise<Uint8Array>;
type StreamMethod = (requestBytes: Uint8Array, signal: AbortSignal) => AsyncIterable<Uint8Array>;

const debugMethods: ReadonlySet<string> = new Set([
  "UpdateDebugConfig",
  "RefreshLogLevelsConfig",
  "CheckNewBlockChainConfig",
]);

/** Serves ChainMaker's api.RpcNode. Spec: rpc.md. */
export async function startRpcServer(context: RpcContext, options: RpcServerOptions): Promise<RpcServer> {
  const stopping = new AbortController();
  const server = new Server({
    "grpc.max_receive_message_length": options.receiveBytesMax,
    "grpc.max_send_message_length": options.sendBytesMax,
    "grpc.max_concurrent_streams": concurrentStreamsMax,
    "grpc.keepalive_time_ms": serverPingAfterMs,
    "grpc.keepalive_timeout_ms": serverPingTimeoutMs,
    "grpc.max_connection_idle_ms": idleConnectionCloseMs,
    "grpc.enable_channelz": 0,
    interceptors: [createUploadBudget(Math.max(unfinishedRequestBytesMax, 2 * options.receiveBytesMax))],
  });
  server.addService(rpcNodeService, createImplementation(context, options, stopping.signal));
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());

  const listener: Listener = await openListener({
    host: options.host,
    port: options.port,
    tls: options.tls,
    onConnection: (socket: Socket) => {
      options.metrics.connectionOpened();
      socket.once("close", () => options.metrics.connectionClosed());
      injector.injectConnection(socket);
    },
    onRefused: (reason, address) => {
      options.metrics.connectionRefused();
      options.logger.debug({ reason, address }, "connection refused");
    },
  });

  return {
    port: listener.port,
    rotateTls: (identity) => listener.rotate(identity),
    close: async () => {
      const closed = listener.close();
      stopping.abort();
      injector.drain(drainMs);
      const timer = setTimeout(() => listener.destroyConnections(), drainMs);
      await closed;
      clearTimeout(timer);
      injector.destroy();
      server.forceShutdown();
    },
  };
}

function createImplementation(
  context: RpcContext,
  options: RpcServerOptions,
  stopping: AbortSignal,
): UntypedServiceImplementation {
  const waiters: SyncWaiters = new Map();
  const unary: Record<UnaryMethodName, UnaryMethod> = {
    SendRequest: (request) => sendRequest(context, request),
    SendRequestSync: (request, abortion) => sendRequestSync(context, waiters, request, abortion),
    UpdateDebugConfig: (request) => updateDebugConfig(context, request),
    RefreshLogLevelsConfig: () => refreshLogLevels(context),
    GetChainMakerVersion: () => getChainMakerVersion(context),
    CheckNewBlockChainConfig: () => checkNewBlockChainConfig(context),
    GetPoolStatus: (request) => getPoolStatus(context, request),
    GetTxIdsByTypeAndStage: (request) => getTxIdsByTypeAndStage(context, request),
    GetTxsInPoolByTxIds: (request) => getTxsInPoolByTxIds(context, request),
    GetConsensusStateJSON: (request) => getConsensusStateJson(context, request),
    GetConsensusValidators: (request) => getConsensusValidators(context, request),
    GetConsensusHeight: (request) => getConsensusHeight(context, request),
    GetSyncState: (request) => getSyncState(context, request),
  };
  const streams: Record<StreamMethodName, StreamMethod> = {
    Subscribe: (request, signal) => subscribe(context, request, signal),
    SubscribeWS: (request, signal) => subscribeRaw(context, request, signal),
  };
  const limiter =
    options.rateLimit === undefined
      ? undefined
      : createRateLimiter({ ...options.rateLimit, nowMs: () => performance.now() });
  return {
    ...Object.fromEntries(
      Object.entries(unary).map(([name, method]) => [name, unaryHandler({ name, method, options, limiter })]),
    ),
    ...Object.fromEntries(
      Object.entries(streams).map(([name, method]) => [name, streamHandler({ name, method, options, stopping })]),
    ),
  };
}

interface UnaryHandlerParts {
  readonly name: string;
  readonly method: UnaryMethod;
  readonly options: RpcServerOptions;
  readonly limiter: RateLimiter | undefined;
}

/** ChainMaker's interceptor order: metrics, black list, rate limit, then the method. Spec: rpc.md §2. */
function unaryHandler({ name, method, options, limiter }: UnaryHandlerParts) {
  const { metrics } = options;
  const judgesCallers = options.blackList.size > 0 || debugMethods.has(name) || limiter !== undefined;
  return (call: ServerUnaryCall<Uint8Array, Uint8Array>, callback: sendUnaryData<Uint8Array>): void => {
    const startedMs = performance.now();
    metrics.callStarted();
    const end = (statusCode: status): void =>
      metrics.callEnded(name, status[statusCode], (performance.now() - startedMs) / 1000);
    const succeed = (answer: Uint8Array): void => {
      end(status.OK);
      callback(null, answer);
    };
    const fail = (error: unknown): void => {
      const failure = statusOf(error, name, options.logger);
      end(failure.status.code ?? status.INTERNAL);
      callback(failure.status);
    };
    try {
      if (judgesCallers) {
        const address = clientAddress(call.getPeer());
        checkCaller(name, address, options);
        if (limiter !== undefined && !limiter(address))
          throw resourceExhaustedStatus(`/api.RpcNode/${name} is rejected by ratelimit, try later pls`);
      }
      const answer = method(call.request, () => abortionOf(call));
      if (answer instanceof Promise) answer.then(succeed, fail);
      else succeed(answer);
    } catch (error) {
      fail(error);
    }
  };
}

interface StreamHandlerParts {
  readonly name: string;
  readonly method: StreamMethod;
  readonly options: RpcServerOptions;
  readonly stopping: AbortSignal;
}

function streamHandler({ name, method, options, stopping }: StreamHandlerParts) {
  const { metrics } = options;
  return (call: ServerWritableStream<Uint8Array, Uint8Array>): void => {
    const startedMs = performance.now();
    metrics.callStarted();
    const signal = AbortSignal.any([abortionOf(call).signal, stopping]);
    void pump(call, signal)
      .then(
        () => status.OK,
        (error: unknown) => {
          const failure = streamFailure(call, error);
          call.emit("error", failure.status);
          return failure.status.code ?? status.INTERNAL;
        },
      )
      .then((code) => metrics.callEnded(name, status[code], (performance.now() - startedMs) / 1000));
  };

  /** A wait that ended because the client went away is no fault of the node. */
  function streamFailure(call: ServerWritableStream<Uint8Array, Uint8Array>, error: unknown): CallStatus {
    if (stopping.aborted) return internalStatus("chainmaker is restarting, please retry later");
    if (call.cancelled) return cancelledStatus("the client has ended the call");
    return statusOf(error, name, options.logger);
  }

  async function pump(call: ServerWritableStream<Uint8Array, Uint8Array>, signal: AbortSignal): Promise<void> {
    checkCaller(name, clientAddress(call.getPeer()), options);
    for await (const message of method(call.request, signal)) {
      metrics.streamMessageSent();
      await written(call, message, signal);
    }
    if (stopping.aborted) throw internalStatus("chainmaker is restarting, please retry later");
    call.end();
  }
}

/**
 * Resolves when the connection has taken the message: a slow subscriber holds one message, not a queue. grpc-js itself
 * would take sixteen, of any size, before it says that they wait.
 */
function written(
  call: ServerWritableStream<Uint8Array, Uint8Array>,
  message: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) return onAbort();
    call.write(message, (error: Error | null | undefined) => {
      signal.removeEventListener("abort", onAbort);
      if (error) reject(error);
      else resolve();
    });
  });
}

/** grpc-js also says "cancelled" after a good end; a reason of its own spares each call a DOMException with its stack trace. */
const callOver = new Error("the call is over");

/** Aborts when the client cancels or its connection breaks, and when the call has ended. */
function abortionOf(
  call: ServerUnaryCall<Uint8Array, Uint8Array> | ServerWritableStream<Uint8Array, Uint8Array>,
): AbortController {
  const controller = new AbortController();
  call.once("cancelled", () => controller.abort(callOver));
  return controller;
}

function checkCaller(name: string, address: string, options: RpcServerOptions): void {
  if (options.blackList.has(address))
    throw resourceExhaustedStatus(`/api.RpcNode/${name} is rejected by black list [${address}]`);
  if (debugMethods.has(name) && !isLoopback(address) && !options.debugAddresses.has(address)) {
    throw permissionDeniedStatus(`/api.RpcNode/${name} is served to this machine and to rpc.debug_addresses only`);
  }
}

/** The IP of grpc-js's peer text `1.2.3.4:5` or `[::1]:5`. */
export function clientAddress(peer: string): string {
  const bracket = peer.lastIndexOf("]");
  if (peer.startsWith("[") && bracket > 0) return peer.slice(1, bracket);
  const colon = peer.lastIndexOf(":");
  const host = colon < 0 ? peer : peer.slice(0, colon);
  return host.startsWith("::ffff:") && isIP(host.slice(7)) === 4 ? host.slice(7) : host;
}

function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.");
}

function statusOf(error: unknown, method: string, logger: RpcLogger): CallStatus {
  if (error instanceof CallStatus) return error;
  logger.error({ method, err: error }, "call failed");
  return internalStatus(`Panic err: ${method} failed inside the node; its log has the cause`);
}
