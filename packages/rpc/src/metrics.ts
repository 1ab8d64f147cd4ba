import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** Metrics of the RPC port. Names end in their unit; docs/generated/metrics.md lists them. */
export interface RpcMetrics {
  readonly callStarted: () => void;
  readonly callEnded: (method: string, status: string, seconds: number) => void;
  readonly connectionOpened: () => void;
  readonly connectionClosed: () => void;
  readonly connectionRefused: () => void;
  readonly streamMessageSent: () => void;
}

export function createRpcMetrics(registry: Registry): RpcMetrics {
  const registers = [registry];
  const calls = new Counter({
    name: "yanta_rpc_calls_total",
    help: "Finished calls by method and gRPC status",
    labelNames: ["method", "status"],
    registers,
  });
  const inFlight = new Gauge({
    name: "yanta_rpc_calls_in_flight",
    help: "Calls that have not ended yet, streams included",
    registers,
  });
  const duration = new Histogram({
    name: "yanta_rpc_call_duration_seconds",
    help: "Time from the request's arrival to the answer, unary calls",
    labelNames: ["method"],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30],
    registers,
  });
  const connections = new Gauge({ name: "yanta_rpc_connections", help: "Open client connections", registers });
  const refused = new Counter({
    name: "yanta_rpc_connections_refused_total",
    help: "Connections turned away at the handshake",
    registers,
  });
  const streamMessages = new Counter({
    name: "yanta_rpc_stream_messages_total",
    help: "Messages sent on subscriptions",
    registers,
  });
  return {
    callStarted: () => inFlight.inc(),
    callEnded: (method, status, seconds) => {
      inFlight.dec();
      calls.inc({ method, status });
      duration.observe({ method }, seconds);
    },
    connectionOpened: () => connections.inc(),
    connectionClosed: () => connections.dec(),
    connectionRefused: () => refused.inc(),
    streamMessageSent: () => streamMessages.inc(),
  };
}
