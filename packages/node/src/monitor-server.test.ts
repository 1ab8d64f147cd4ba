import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test, type TestContext } from "node:test";
import { CodedError } from "@yanta/errors";
import { Counter, Registry } from "prom-client";
import { startMonitorServer, type MonitorServer } from "./monitor-server.ts";

const host = "127.0.0.1";

async function start(t: TestContext, notReady: () => string | undefined, registry = new Registry()) {
  const server: MonitorServer = await startMonitorServer({ host, port: 0, registry, notReady });
  t.after(() => server.close());
  return async (path: string, method = "GET"): Promise<readonly [number, string, string | null]> => {
    const response = await fetch(`http://${host}:${server.port}${path}`, { method });
    return [response.status, await response.text(), response.headers.get("content-type")];
  };
}

test("health, readiness and metrics", async (t) => {
  const registry = new Registry();
  new Counter({ name: "yanta_test_total", help: "x", registers: [registry] }).inc(3);
  const state: { failure?: string } = {};
  const get = await start(t, () => state.failure, registry);
  assert.deepEqual((await get("/healthz")).slice(0, 2), [200, "ok\n"]);
  assert.deepEqual((await get("/readyz")).slice(0, 2), [200, "ready\n"]);
  state.failure = "the disk is full";
  assert.deepEqual((await get("/readyz")).slice(0, 2), [503, "the disk is full\n"]);
  assert.deepEqual((await get("/healthz")).slice(0, 2), [200, "ok\n"], "the process still answers");
  const [status, text, type] = await get("/metrics?from=prometheus");
  assert.equal(status, 200);
  assert.match(text, /^yanta_test_total 3$/m);
  assert.equal(type, registry.contentType);
});

test("other paths and methods are refused, a fault of a metric does not end the server", async (t) => {
  const registry = new Registry();
  const collect = (): never => {
    throw new Error("broken");
  };
  registry.registerMetric(new Counter({ name: "yanta_broken_total", help: "x", registers: [], collect }));
  const get = await start(t, () => undefined, registry);
  assert.equal((await get("/"))[0], 404);
  assert.equal((await get("/metrics", "POST"))[0], 405);
  assert.equal((await get("/metrics"))[0], 500);
  assert.equal((await get("/healthz"))[0], 200);
});

test("a port in use is a coded error", async (t) => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, host, resolve));
  t.after(() => other.close());
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : assert.fail();
  await assert.rejects(
    startMonitorServer({ host, port, registry: new Registry(), notReady: () => undefined }),
    (error) => error instanceof CodedError && error.code === "NODE_MONITOR_PORT",
  );
});
