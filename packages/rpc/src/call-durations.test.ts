import assert from "node:assert/strict";
import { test } from "node:test";
import { Histogram, Registry } from "prom-client";
import { CallDurations } from "./call-durations.ts";

test("reads as prom-client's own histogram does", async () => {
  const ours = new Registry();
  const durations = new CallDurations(ours);
  const theirs = new Registry();
  const { name, help } = await durations.get();
  const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30];
  const histogram = new Histogram({ name, help, labelNames: ["method"], buckets, registers: [theirs] });
  assert.equal(await ours.metrics(), await theirs.metrics());
  for (const [method, seconds] of [
    ["SendRequest", 0],
    ["SendRequest", 0.0005],
    ["GetPoolStatus", 0.003],
    ["SendRequest", 30],
    ["SendRequest", 31],
  ] as const) {
    durations.add(method, seconds);
    histogram.observe({ method }, seconds);
  }
  assert.equal(await ours.metrics(), await theirs.metrics());
  const asJson = (await ours.getMetricsAsJSON()).map(({ values }) => values.length);
  assert.deepEqual(asJson, [2 * (buckets.length + 3)]);
});
