import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type ClientHttp2Session, type ClientHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { test, type TestContext } from "node:test";
import { AnswerBudget } from "./answer-budget.ts";
import { createGrpcServer } from "./transport/grpc-server.ts";
import { UnfinishedRequests } from "./transport/unfinished-requests.ts";
import { UploadBudget } from "./upload-budget.ts";

const budgetBytes = 1_000_000;

async function startServer(t: TestContext): Promise<ClientHttp2Session> {
  const server = createGrpcServer({
    methods: new Map([["/api.RpcNode/SendRequest", (call) => call.succeed(Uint8Array.of(1))]]),
    receiveBytesMax: budgetBytes,
    sendBytesMax: budgetBytes,
    uploads: new UploadBudget(budgetBytes),
    answers: new AnswerBudget(budgetBytes),
    unfinished: new UnfinishedRequests(60_000),
    concurrentStreamsMax: 100,
    pingAfterMs: 60_000,
    pingTimeoutMs: 60_000,
    idleCloseMs: 60_000,
  });
  const listener = createServer((socket) => server.serve(socket));
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const session = connect(`http://127.0.0.1:${(listener.address() as AddressInfo).port}`);
  t.after(() => {
    session.destroy();
    listener.close();
    server.destroy();
  });
  return session;
}

/** Begins a request of which `sizeBytes` are announced and sent without the last byte. */
async function begin(session: ClientHttp2Session, sizeBytes: number): Promise<ClientHttp2Stream> {
  const stream = session.request({
    ":method": "POST",
    ":path": "/api.RpcNode/SendRequest",
    "content-type": "application/grpc",
    te: "trailers",
  });
  stream.on("error", () => undefined);
  const frame = Buffer.alloc(5 + sizeBytes - 1);
  frame.writeUInt32BE(sizeBytes, 1);
  await new Promise((resolve) => stream.write(frame, resolve));
  return stream;
}

async function finish(stream: ClientHttp2Stream): Promise<string> {
  stream.end(Uint8Array.of(0));
  stream.resume();
  const [trailers] = await once(stream, "trailers");
  return String(trailers["grpc-status"]);
}

test("requests within the budget are answered, one after the other without end", async (t) => {
  const session = await startServer(t);
  for (let count = 0; count < 5; count++) assert.equal(await finish(await begin(session, 400_000)), "0");
});

test("above the budget the request that waits longest is given up, the others go on", async (t) => {
  const session = await startServer(t);
  const first = await begin(session, 400_000);
  const closed = new Promise((resolve) => first.once("close", resolve));
  const second = await begin(session, 400_000);
  const third = await begin(session, 400_000);
  await closed;
  assert.equal(first.rstCode, 11, "ENHANCE_YOUR_CALM");
  assert.deepEqual([await finish(second), await finish(third)], ["0", "0"]);
});

test("a request that was broken off gives its bytes back", async (t) => {
  const session = await startServer(t);
  for (let count = 0; count < 5; count++) {
    const stream = await begin(session, 900_000);
    const closed = new Promise((resolve) => stream.once("close", resolve));
    stream.close(8);
    await closed;
  }
  assert.equal(await finish(await begin(session, 900_000)), "0");
});
