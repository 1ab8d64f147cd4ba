export * from "./errors.ts";
export * from "./metrics.ts";
export type { RpcContext } from "./grpc/rpc-context.ts";
export type { TlsIdentity, TlsMode } from "./grpc/listener.ts";
export { startRpcServer, type RpcLogger, type RpcServer, type RpcServerOptions } from "./grpc/server.ts";
