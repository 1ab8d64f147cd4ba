import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { Server, ServerCredentials, status, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import { CodedError } from "@yanta/errors";
import { createGrpcTransport } from "./grpc-transport.ts";
import type { Transport } from "./transport.ts";

const asIs = (bytes: Buffer): Buffer => bytes;

/** A server with one method that answers with its request, and counts calls. */
async function start(t: TestContext, failure?: status): Promise<{ transport: Transport; calls: () => number }> {
  let calls = 0;
  const server = new Server();
  const method = {
    requestStream: false as const,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
  server.addService(
    {
      Echo: { ...method, path: "/api.RpcNode/Echo", responseStream: false },
      Stuck: { ...method, path: "/api.RpcNode/Stuck", responseStream: false },
    },
    {
      Echo: (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => {
        calls++;
        if (failure === undefined) callback(null, call.request);
        else callback({ code: failure, details: "why" });
      },
      Stuck: () => void calls++,
    },
  );
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  const transport = createGrpcTransport({ address: `127.0.0.1:${port}` });
  t.after(() => {
    transport.close();
    server.forceShutdown();
  });
  return { transport, calls: () => calls };
}

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "answered",
    (error: unknown) =>
      error instanceof CodedError ? `${error.code} ${String(error.details["status"] ?? "")}` : String(error),
  );

test("answers are plain byte arrays, so that decoded messages hold no Buffers", async (t) => {
  const { transport } = await start(t);
  const answer = await transport.unary("Echo", Uint8Array.of(1, 2, 3));
  assert.deepEqual([Buffer.isBuffer(answer), ...answer], [false, 1, 2, 3]);
});

test("gRPC statuses become coded errors", async (t) => {
  const { transport } = await start(t, status.UNAUTHENTICATED);
  assert.equal(await codeOf(transport.unary("Echo", new Uint8Array(0))), "SDK_CALL_FAILED UNAUTHENTICATED");
  assert.equal(await codeOf(transport.unary("Nowhere", new Uint8Array(0))), "SDK_CALL_FAILED UNIMPLEMENTED");
  assert.match(await codeOf(transport.unary("Stuck", new Uint8Array(0), { timeoutMs: 20 })), /^SDK_UNREACHABLE/);
  const closed = createGrpcTransport({ address: "127.0.0.1:1" });
  t.after(() => closed.close());
  assert.match(await codeOf(closed.unary("Echo", new Uint8Array(0))), /^SDK_UNREACHABLE/);
});

test("a call that is aborted ends with the reason, before it is sent or while it waits", async (t) => {
  const { transport, calls } = await start(t);
  const reason = new Error("enough");
  const signal = AbortSignal.abort(reason);
  assert.equal(await codeOf(transport.unary("Echo", new Uint8Array(0), { signal })), "Error: enough");
  assert.equal(calls(), 0);
  const stop = new AbortController();
  const waiting = codeOf(transport.unary("Stuck", new Uint8Array(0), { signal: stop.signal }));
  while (calls() === 0) await new Promise((resolve) => setImmediate(resolve));
  stop.abort(reason);
  assert.equal(await waiting, "Error: enough");
});

test("a node that is not there: the system's own words for it", async () => {
  // A port that nobody may listen on.
  const transport = createGrpcTransport({ address: "127.0.0.1:1" });
  await assert.rejects(
    transport.unary("Echo", new Uint8Array(0), { timeoutMs: 20_000 }),
    (error: unknown) =>
      error instanceof CodedError &&
      error.code === "SDK_UNREACHABLE" &&
      /^connect ECONNREFUSED 127\.0\.0\.1:1$/.test(String(error.details["reason"])),
  );
  transport.close();
});
