import assert from "node:assert/strict";
import { test } from "node:test";
import { CodedError, type ErrorDescriptor } from "./coded-error.ts";

const portBusy: ErrorDescriptor = {
  en: { message: "Port {port} is taken.", advice: "Stop the program on port {port}." },
  zh: { message: "端口 {port} 已被占用。", advice: "请停止占用端口 {port} 的程序。" },
  retryable: true,
};

test("the message carries the code and the details", () => {
  const error = new CodedError("RPC_PORT_BUSY", portBusy, { port: 12301 });
  assert.equal(error.message, "RPC_PORT_BUSY: Port 12301 is taken.");
  assert.equal(error.code, "RPC_PORT_BUSY");
  assert.equal(error.retryable, true);
  assert.ok(error instanceof Error);
});

test("advice is given in the reader's language", () => {
  const error = new CodedError("RPC_PORT_BUSY", portBusy, { port: 12301n });
  assert.deepEqual(error.explain("zh"), { message: "端口 12301 已被占用。", advice: "请停止占用端口 12301 的程序。" });
});

test("a detail may be said in both languages", () => {
  const error = new CodedError("RPC_PORT_BUSY", portBusy, { port: { en: "ten", zh: "十" } });
  assert.equal(error.message, "RPC_PORT_BUSY: Port ten is taken.");
  assert.deepEqual(error.details, { port: "ten" });
  assert.equal(error.explain("en").advice, "Stop the program on port ten.");
  assert.equal(error.explain("zh").message, "端口 十 已被占用。");
});

test("a mark without a detail stays visible", () => {
  assert.equal(new CodedError("RPC_PORT_BUSY", portBusy, {}).explain("en").message, "Port {port} is taken.");
});

test("a detail cannot bring in marks of its own, nor reach the prototype", () => {
  const descriptor = { ...portBusy, en: { message: "{port} {toString}", advice: "" } };
  const error = new CodedError("RPC_PORT_BUSY", descriptor, { port: "{other}", other: "secret" });
  assert.equal(error.explain("en").message, "{other} {toString}");
});

test("the cause is kept, and only when there is one", () => {
  const cause = new Error("EADDRINUSE");
  assert.equal(new CodedError("RPC_PORT_BUSY", portBusy, {}, cause).cause, cause);
  assert.equal("cause" in new CodedError("RPC_PORT_BUSY", portBusy, {}), false);
});
