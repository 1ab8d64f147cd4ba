import assert from "node:assert/strict";
import { test } from "node:test";
import { CodedError } from "@yanta/errors";
import { nodeOverrides, type RunOptions } from "./node-overrides.ts";

test("flag over environment over nothing", () => {
  assert.deepEqual(nodeOverrides({}, {}), {});
  const environment = {
    YANTA_RPC_PORT: "1",
    YANTA_RPC_HOST: "::1",
    YANTA_ETHEREUM_PORT: "2",
    YANTA_MONITOR_PORT: "3",
    YANTA_LOG_LEVEL: "debug",
    YANTA_KEY_PASSWORD: "secret",
  };
  const fromEnvironment = {
    port: 1,
    host: "::1",
    ethereumPort: 2,
    monitorPort: 3,
    logLevel: "debug",
    keyPassword: "secret",
  };
  assert.deepEqual(nodeOverrides({}, environment, "warn"), fromEnvironment);
  const flags: RunOptions = { port: "9", host: "h", logLevel: "error", memory: true, solo: true };
  assert.deepEqual(nodeOverrides(flags, environment), {
    ...fromEnvironment,
    port: 9,
    host: "h",
    logLevel: "error",
    memory: true,
    solo: true,
  });
});

test("a free RPC port takes a free Ethereum port along, unless one is named", () => {
  assert.equal(nodeOverrides({ port: "0" }, {}).ethereumPort, 0);
  assert.equal(nodeOverrides({ port: "0", ethereumPort: "8545" }, {}).ethereumPort, 8545);
  assert.equal(nodeOverrides({ port: "12301" }, {}).ethereumPort, undefined);
});

test("an empty variable is none, so that nothing listens wider than was meant", () => {
  const names = ["RPC_PORT", "RPC_HOST", "ETHEREUM_PORT", "MONITOR_PORT", "LOG_LEVEL", "KEY_PASSWORD"];
  const environment = Object.fromEntries(names.map((name) => [`YANTA_${name}`, ""]));
  assert.deepEqual(nodeOverrides({}, environment), {});
});

test("what cannot be meant is refused", () => {
  const wrong: RunOptions[] = [
    { port: "" },
    { port: "http" },
    { monitorPort: "65536" },
    { host: "" },
    { logLevel: "loud" },
  ];
  for (const options of wrong) {
    const isArgument = (error: unknown): boolean => error instanceof CodedError && error.code === "CLI_ARGUMENT";
    assert.throws(() => nodeOverrides(options, {}), isArgument, JSON.stringify(options));
  }
});
