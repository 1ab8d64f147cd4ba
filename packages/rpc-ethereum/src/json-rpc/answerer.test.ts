import assert from "node:assert/strict";
import { test } from "node:test";
import { batchCallsMax } from "../limits.ts";
import { Answerer } from "./answerer.ts";
import { RpcError, rpcErrorCodes } from "./rpc-error.ts";

function createAnswerer() {
  const faults: unknown[] = [];
  const calls: unknown[] = [];
  const answerer = new Answerer({
    methods: new Map([
      ["echo", (params: readonly unknown[]) => (calls.push(params), params[0])],
      ["refuse", () => Promise.reject(new RpcError(rpcErrorCodes.reverted, "execution reverted", "0x01"))],
      ["break", () => Promise.reject(new Error("secret"))],
    ]),
    onFault: (_method, error) => void faults.push(error),
  });
  let isGone = false;
  const ask = async (request: unknown): Promise<unknown> => {
    const text = await answerer.answer(JSON.stringify(request), { isGone: () => isGone });
    return text === undefined ? undefined : JSON.parse(text);
  };
  return { answerer, ask, faults, calls, leave: () => (isGone = true) };
}

const call = (method: string, id: unknown = 1, params: unknown = ["x"]) => ({ jsonrpc: "2.0", id, method, params });

test("answers calls, batches and nothing to notifications", async () => {
  const { ask } = createAnswerer();
  assert.deepEqual(await ask(call("echo")), { jsonrpc: "2.0", id: 1, result: "x" });
  assert.deepEqual(await ask([call("echo", "a"), { jsonrpc: "2.0", method: "echo" }, call("echo", 2, [])]), [
    { jsonrpc: "2.0", id: "a", result: "x" },
    { jsonrpc: "2.0", id: 2, result: null },
  ]);
  assert.equal(await ask({ jsonrpc: "2.0", method: "echo" }), undefined);
});

test("tells refusals with their data, and of faults nothing but that there was one", async () => {
  const { ask, faults } = createAnswerer();
  assert.deepEqual(await ask(call("refuse")), {
    jsonrpc: "2.0",
    id: 1,
    error: { code: 3, message: "execution reverted", data: "0x01" },
  });
  assert.deepEqual(await ask(call("break")), {
    jsonrpc: "2.0",
    id: 1,
    error: { code: -32_603, message: "internal error" },
  });
  assert.equal(faults.length, 1);
});

test("stops a batch when its asker is gone or it is closed", async () => {
  const first = createAnswerer();
  const batch = Array.from({ length: batchCallsMax }, () => call("echo"));
  const answer = first.ask(batch);
  first.leave();
  assert.equal(await answer, undefined);
  assert.deepEqual(first.calls, []);

  const second = createAnswerer();
  const other = second.ask(batch);
  await second.answerer.close();
  assert.equal(await other, undefined);
  assert.equal(await second.ask(call("echo")), undefined);
});
