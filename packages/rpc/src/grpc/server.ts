import { isIP, type Socket } from "node:net";
import {
  concurrentStreamsMax,
  drainMs,
  idleConnectionCloseMs,
  requestMsMax,
  serverPingAfterMs,
  serverPingTimeoutMs,
  unfinishedRequestBytesMax,
  untakenAnswerBytesMax,
} from "../limits.ts";
import type { RpcMetrics } from "../metrics.ts";
import { AnswerBudget } from "./answer-budget.ts";
import {
  CallStatus,
  cancelledStatus,
  internalStatus,
  permissionDeniedStatus,
  resourceExhaustedStatus,
} from "./call-status.ts";
import type { StatusName } from "./transport/status-codes.ts";
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
import {
  methodPath,
  type StreamMethodName,
  streamMethods,
  type UnaryMethodName,
  unaryMethods,
} from "./service-definition.ts";
import type { GrpcCall } from "./transport/grpc-call.ts";
import { type CallHandler, createGrpcServer } from "./transport/grpc-server.ts";
import { UnfinishedRequests } from "./transport/unfinished-requests.ts";
import { UploadBudget } from "./upload-budget.ts";

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
/** Yields framed messages. */
type StreamMethod = (requestBytes: Uint8Array, signal: AbortSignal) => AsyncIterable<Uint8Array>;

const debugMethods: ReadonlySet<string> = new Set([
  "UpdateDebugConfig",
  "RefreshLogLevelsConfig",
  "CheckNewBlockChainConfig",
]);

/** Serves ChainMaker's api.RpcNode. Spec: rpc.md. */
export async function startRpcServer(context: RpcContext, options: RpcServerOptions): Promise<RpcServer> {
  const stopping = new AbortController();
  const server = createGrpcServer({
    methods: createMethods(context, options, stopping.signal),
    receiveBytesMax: options.receiveBytesMax,
    sendBytesMax: options.sendBytesMax,
    uploads: new UploadBudget(Math.max(unfinishedRequestBytesMax, 2 * options.receiveBytesMax)),
    answers: new AnswerBudget(Math.max(untakenAnswerBytesMax, 2 * options.sendBytesMax)),
    unfinished: new UnfinishedRequests(requestMsMax),
    concurrentStreamsMax,
    pingAfterMs: serverPingAfterMs,
    pingTimeoutMs: serverPingTimeoutMs,
    idleCloseMs: idleConnectionCloseMs,
  });

  const listener: Listener = await openListener({
    host: options.host,
    port: options.port,
    tls: options.tls,
    onConnection: (socket: Socket) => {
      options.metrics.connectionOpened();
      socket.once("close", () => options.metrics.connectionClosed());
      server.serve(socket);
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
      server.drain();
      const timer = setTimeout(() => listener.destroyConnections(), drainMs);
      await closed;
      clearTimeout(timer);
      server.destroy();
    },
  };
}

function createMethods(
  context: RpcContext,
  options: RpcServerOptions,
  stopping: AbortSignal,
): ReadonlyMap<string, CallHandler> {
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
  const handlers = new Map<string, CallHandler>();
  for (const name of unaryMethods)
    handlers.set(methodPath(name), unaryHandler({ name, method: unary[name], options, limiter }));
  for (const name of streamMethods)
    handlers.set(methodPath(name), streamHandler({ name, method: streams[name], options, stopping }));
  return handlers;
}

interface UnaryHandlerParts {
  readonly name: string;
  readonly method: UnaryMethod;
  readonly options: RpcServerOptions;
  readonly limiter: RateLimiter | undefined;
}

/** ChainMaker's interceptor order: metrics, black list, rate limit, then the method. Spec: rpc.md §2. */
function unaryHandler({ name, method, options, limiter }: UnaryHandlerParts): CallHandler {
  const { metrics } = options;
  const judgesCallers = options.blackList.size > 0 || debugMethods.has(name) || limiter !== undefined;
  return (call, request) => {
    metrics.callStarted();
    const end = (status: StatusName): void =>
      metrics.callEnded(name, status, (performance.now() - call.startedMs) / 1000);
    const succeed = (answer: Uint8Array): void => {
      end("OK");
      call.succeed(answer);
    };
    const fail = (error: unknown): void => {
      const failure = statusOf(error, name, options.logger);
      end(failure.code);
      call.fail(failure);
    };
    try {
      if (judgesCallers) {
        const address = clientAddress(call.peer);
        checkCaller(name, address, options);
        if (limiter !== undefined && !limiter(address))
          throw resourceExhaustedStatus(`/api.RpcNode/${name} is rejected by ratelimit, try later pls`);
      }
      const answer = method(request, () => call.abortion());
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

function streamHandler({ name, method, options, stopping }: StreamHandlerParts): CallHandler {
  const { metrics } = options;
  return (call, request) => {
    metrics.callStarted();
    const signal = AbortSignal.any([call.abortion().signal, stopping]);
    void pump(call, request, signal)
      .catch((error: unknown) => call.fail(streamFailure(call, error)))
      .then(() => metrics.callEnded(name, call.outcome ?? "INTERNAL", (performance.now() - call.startedMs) / 1000));
  };

  /** A wait that ended because the call is over, as when the client went away, is no fault of the node. */
  function streamFailure(call: GrpcCall, error: unknown): CallStatus {
    if (stopping.aborted) return internalStatus("chainmaker is restarting, please retry later");
    if (call.outcome !== undefined) return cancelledStatus("the client has ended the call");
    return statusOf(error, name, options.logger);
  }

  async function pump(call: GrpcCall, request: Uint8Array, signal: AbortSignal): Promise<void> {
    checkCaller(name, clientAddress(call.peer), options);
    for await (const message of method(request, signal)) {
      metrics.streamMessageSent();
      await sent(call, message, signal);
    }
    if (stopping.aborted) throw internalStatus("chainmaker is restarting, please retry later");
    call.end();
  }
}

/** Resolves when the connection has taken the message, rejects when the call or the server ends before. */
function sent(call: GrpcCall, message: Uint8Array, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) return onAbort();
    call
      .send(message)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", onAbort));
  });
}

function checkCaller(name: string, address: string, options: RpcServerOptions): void {
  if (options.blackList.has(address))
    throw resourceExhaustedStatus(`/api.RpcNode/${name} is rejected by black list [${address}]`);
  if (debugMethods.has(name) && !isLoopback(address) && !options.debugAddresses.has(address)) {
    throw permissionDeniedStatus(`/api.RpcNode/${name} is served to this machine and to rpc.debug_addresses only`);
  }
}

/** The IP of a peer's address and port, `1.2.3.4:5` or `[::1]:5`. */
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
