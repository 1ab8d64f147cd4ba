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

/** A method's path on the wire. Spec: rpc.md §1, proto/api/rpc_node.proto. */
export const methodPath = (name: UnaryMethodName | StreamMethodName): string => `/api.RpcNode/${name}`;
