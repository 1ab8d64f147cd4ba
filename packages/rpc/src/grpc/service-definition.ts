import type { ServiceDefinition } from "@grpc/grpc-js";

/** Every method is carried as bytes: requests are decoded by the method that needs them, once. */
const bytesIn = (bytes: Buffer): Uint8Array => bytes;
const bytesOut = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const unaryMethods = [
  "SendRequest",
  "SendRequestSync",
  "UpdateDebugConfig",
  "RefreshLogLevelsConfig",
  "GetChainMakerVersion",
  "CheckNewBlockChainConfig",
  "GetPoolStatus",
  "GetTxIdsByTypeAndStage",
  "GetTxsInPoolByTxIds",
  "GetConsensusStateJSON",
  "GetConsensusValidators",
  "GetConsensusHeight",
  "GetSyncState",
] as const;

export const streamMethods = ["Subscribe", "SubscribeWS"] as const;

export type UnaryMethodName = (typeof unaryMethods)[number];
export type StreamMethodName = (typeof streamMethods)[number];

/** `/api.RpcNode/<method>` for grpc-js. Spec: rpc.md §1, proto/api/rpc_node.proto. */
export const rpcNodeService: ServiceDefinition = Object.fromEntries(
  [...unaryMethods, ...streamMethods].map((name) => [
    name,
    {
      path: `/api.RpcNode/${name}`,
      requestStream: false,
      responseStream: (streamMethods as readonly string[]).includes(name),
      requestDeserialize: bytesIn,
      requestSerialize: bytesOut,
      responseDeserialize: bytesIn,
      responseSerialize: bytesOut,
    },
  ]),
);
