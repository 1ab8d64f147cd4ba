import { Counter, Gauge, type Registry } from "prom-client";
import { CallDurations } from "./call-durations.ts";

/** Metrics of the RPC port. Names end in their unit; docs/generated/metrics.md lists them. */
export interface RpcMetrics {
  readonly callStarted: () => void;
  readonly callEnded: (method: string, status: string, seconds: number) => void;
  readonly connectionOpened: () => void;
  readonly connectionClosed: () => void;
  readonly connectionRefused: () => void;
  readonly streamMessageSent: () => void;
}

/**
 * What a call touches is counted in plain variables and handed to the registry when it is read: looking up labels takes
 * prom-client a microsecond each.
 */
export function createRpcMetrics(registry: Registry): RpcMetrics {
  const registers = [registry];
  /** Counts of statuses by method. */
  const ended = new Map<string, Map<string, number>>();
  let inFlight = 0;
  let streamMessages = 0;
  const counted = [
    new Counter({
      name: "yanta_rpc_calls_total",
      help: "Finished calls by method and gRPC status",
      labelNames: ["method", "status"] as const,
      registers: [],
      collect() {
        this.reset();
        for (const [method, byStatus] of ended) {
          for (const [status, count] of byStatus) this.inc({ method, status }, count);
        }
      },
    }),
    new Gauge({
      name: "yanta_rpc_calls_in_flight",
      help: "Calls that have not ended yet, streams included",
      registers: [],
      collect() {
        this.set(inFlight);
      },
    }),
    new Counter({
      name: "yanta_rpc_stream_messages_total",
      help: "Messages sent on subscriptions",
      registers: [],
      collect() {
        this.reset();
        this.inc(streamMessages);
      },
    }),
  ];
  for (const metric of counted) registry.registerMetric(metric);
  const durations = new CallDurations(registry);
  const connections = new Gauge({ name: "yanta_rpc_connections", help: "Open client connections", registers });
  const refused = new Counter({
    name: "yanta_rpc_connections_refused_total",
    help: "Connections turned away at the handshake",
    registers,
  });
  const endedOf = (method: string): Map<string, number> => {
    const known = ended.get(method);
    if (known !== undefined) return known;
    const byStatus = new Map<string, number>();
    ended.set(method, byStatus);
    return byStatus;
  };
  return {
    callStarted: () => {
      inFlight++;
    },
    callEnded: (method, status, seconds) => {
      const byStatus = endedOf(method);
      inFlight--;
      byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
      durations.add(method, seconds);
    },
    connectionOpened: () => connections.inc(),
    connectionClosed: () => connections.dec(),
    connectionRefused: () => refused.inc(),
    streamMessageSent: () => {
      streamMessages++;
    },
  };
}
