import { createServer, type Server } from "node:http";
import type { Registry } from "prom-client";
import { nodeErrors } from "./errors.ts";

export interface MonitorOptions {
  readonly host: string;
  readonly port: number;
  readonly registry: Registry;
  /** Why the node cannot take transactions right now; undefined = ready. */
  readonly notReady: () => string | undefined;
}

export interface MonitorServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves /metrics (Prometheus text), /healthz (the process answers) and /readyz (the node takes transactions).
 *
 * Errors: NODE_MONITOR_PORT.
 */
export async function startMonitorServer(options: MonitorOptions): Promise<MonitorServer> {
  const server = createServer((request, response) => {
    const send = (status: number, type: string, body: string): void => {
      response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
      response.end(body);
    };
    if (request.method !== "GET") return send(405, "text/plain", "only GET\n");
    switch (request.url?.split("?", 1)[0]) {
      case "/metrics":
        options.registry.metrics().then(
          (text) => send(200, options.registry.contentType, text),
          () => send(500, "text/plain", "metrics cannot be collected\n"),
        );
        return undefined;
      case "/healthz":
        return send(200, "text/plain", "ok\n");
      case "/readyz": {
        const reason = options.notReady();
        return reason === undefined ? send(200, "text/plain", "ready\n") : send(503, "text/plain", `${reason}\n`);
      }
      default:
        return send(404, "text/plain", "try /metrics, /healthz or /readyz\n");
    }
  });
  server.requestTimeout = 10_000;
  server.maxConnections = 100;
  await listen(server, options);
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : options.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, options: MonitorOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error): void => {
      const details = { host: options.host, port: options.port, reason: error.message };
      reject(nodeErrors.create("NODE_MONITOR_PORT", details, error));
    };
    server.once("error", refuse);
    server.listen(options.port, options.host, () => {
      server.off("error", refuse);
      resolve();
    });
  });
}
