import assert from "node:assert/strict";
import { once } from "node:events";
import { type ClientHttp2Session, type ClientHttp2Stream, connect, type IncomingHttpHeaders } from "node:http2";
import { type AddressInfo, connect as connectSocket, createServer } from "node:net";
import { test, type TestContext } from "node:test";
import { Worker } from "node:worker_threads";
import { AnswerBudget } from "../answer-budget.ts";
import { unknownStatus } from "../call-status.ts";
import { UploadBudget } from "../upload-budget.ts";
import { type CallHandler, createGrpcServer, type GrpcServer, type GrpcServerOptions } from "./grpc-server.ts";
import { frameMessage } from "./message-frame.ts";
import { UnfinishedRequests } from "./unfinished-requests.ts";

interface Started {
  readonly server: GrpcServer;
  readonly session: ClientHttp2Session;
  readonly port: number;
}

async function start(
  t: TestContext,
  methods: Readonly<Record<string, CallHandler>>,
  options: Partial<GrpcServerOptions> = {},
): Promise<Started> {
  const server = createGrpcServer({
    methods: new Map(Object.entries(methods).map(([name, handler]) => [`/a.Service/${name}`, handler])),
    receiveBytesMax: 100_000,
    sendBytesMax: 100_000,
    uploads: new UploadBudget(1_000_000),
    answers: new AnswerBudget(1_000_000),
    unfinished: new UnfinishedRequests(60_000),
    concurrentStreamsMax: 100,
    pingAfterMs: 60_000,
    pingTimeoutMs: 60_000,
    idleCloseMs: 60_000,
    ...options,
  });
  const listener = createServer((socket) => server.serve(socket));
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  const session = connect(`http://127.0.0.1:${port}`);
  session.on("error", () => undefined);
  t.after(() => {
    session.destroy();
    listener.close();
    server.destroy();
  });
  return { server, session, port };
}

function open(session: ClientHttp2Session, name: string, headers: Record<string, string> = {}): ClientHttp2Stream {
  const stream = session.request({
    ":method": "POST",
    ":path": name.startsWith("/") ? name : `/a.Service/${name}`,
    "content-type": "application/grpc",
    te: "trailers",
    ...headers,
  });
  stream.on("error", () => undefined);
  return stream;
}

interface Answer {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly status: string;
  readonly message: string | undefined;
}

async function answerOf(stream: ClientHttp2Stream): Promise<Answer> {
  let headers: IncomingHttpHeaders = {};
  let trailers: IncomingHttpHeaders = {};
  const chunks: Buffer[] = [];
  stream.on("response", (received) => (headers = received));
  stream.on("trailers", (received) => (trailers = received));
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(stream, "close");
  const from = trailers["grpc-status"] === undefined ? headers : trailers;
  return {
    headers,
    body: Buffer.concat(chunks),
    status: String(from["grpc-status"]),
    message: from["grpc-message"] as string | undefined,
  };
}

const echo: CallHandler = (call, request) => call.succeed(request);

test("a message comes back, however its bytes were cut", async (t) => {
  const { session } = await start(t, { Echo: echo });
  const frame = frameMessage(Uint8Array.from({ length: 50_000 }, (_, index) => index));
  for (const cuts of [[], [1], [4], [5], [6], [5, 20_000, 20_001], [frame.length - 1]]) {
    const stream = open(session, "Echo");
    const answer = answerOf(stream);
    for (const [index, from] of [0, ...cuts].entries()) {
      await new Promise((resolve) => stream.write(frame.subarray(from, cuts[index]), resolve));
    }
    stream.end();
    const { body, status, message, headers } = await answer;
    assert.deepEqual([body.equals(frame), status, message], [true, "0", undefined], `cut at ${cuts.join()}`);
    assert.deepEqual([headers[":status"], headers["content-type"]], [200, "application/grpc"]);
  }
  const empty = open(session, "Echo");
  empty.end(frameMessage(new Uint8Array(0)));
  assert.deepEqual([...(await answerOf(empty)).body], [0, 0, 0, 0, 0]);
});

test("a status without an answer comes in the headers alone, its text as printable ASCII", async (t) => {
  const { session } = await start(t, { Fail: (call) => call.fail(unknownStatus("100% 雁塔\n")) });
  const stream = open(session, "Fail");
  stream.end(frameMessage(Uint8Array.of(1)));
  const { headers, body, status, message } = await answerOf(stream);
  assert.equal(headers["grpc-status"], "2");
  assert.deepEqual([body.length, status, message], [0, "2", "100%25 %E9%9B%81%E5%A1%94%0A"]);
});

test("several answers, then the status; a failure in between keeps what was sent", async (t) => {
  const list =
    (fails: boolean): CallHandler =>
    (call, request) => {
      void (async () => {
        for (const byte of request) await call.send(frameMessage(Uint8Array.of(byte)));
        if (fails) call.fail(unknownStatus("enough"));
        else call.end();
      })();
    };
  const { session } = await start(t, { List: list(false), ListAndFail: list(true) });
  for (const [name, status, message] of [
    ["List", "0", undefined],
    ["ListAndFail", "2", "enough"],
  ] as const) {
    const stream = open(session, name);
    stream.end(frameMessage(Uint8Array.of(7, 8)));
    const answer = await answerOf(stream);
    assert.deepEqual([...answer.body], [0, 0, 0, 0, 1, 7, 0, 0, 0, 0, 1, 8]);
    assert.deepEqual([answer.status, answer.message], [status, message]);
  }
});

test("what is no call of a known method is refused with gRPC's statuses or HTTP's", async (t) => {
  const { session } = await start(t, { Echo: echo });
  const send = (
    path: string,
    headers: Record<string, string> = {},
    body: Uint8Array = frameMessage(Uint8Array.of(1)),
  ) => {
    const stream = open(session, path, headers);
    const answer = answerOf(stream);
    stream.end(body);
    return answer;
  };
  const statusOf = async (answer: Promise<Answer>): Promise<string> => {
    const { status, message } = await answer;
    return `${status} ${decodeURIComponent(message ?? "")}`;
  };
  assert.equal(await statusOf(send("Other")), "12 unknown method Other for service a.Service");
  assert.equal(await statusOf(send("/b.Service/Echo")), "12 unknown service b.Service");
  assert.equal(await statusOf(send("/Echo")), '12 malformed method name: "/Echo"');
  assert.equal((await send("Echo", { ":method": "PUT" })).headers[":status"], 405);
  assert.equal((await send("Echo", { "content-type": "application/json" })).headers[":status"], 415);
  assert.equal((await send("Echo", { "content-type": "application/grpc-web" })).headers[":status"], 415);
  assert.equal(await statusOf(send("Echo", { "content-type": "application/grpc+proto" })), "0 ");

  assert.match(await statusOf(send("Echo", {}, new Uint8Array(0))), /^12 no whole request message/);
  assert.match(await statusOf(send("Echo", {}, Uint8Array.of(0, 0, 0, 0, 2, 1))), /^13 unexpected EOF/);
  assert.match(await statusOf(send("Echo", {}, Uint8Array.of(0, 0, 0, 0, 1, 1, 0))), /^12 more than one/);
  const compressed = Uint8Array.of(1, 0, 0, 0, 1, 1);
  assert.match(await statusOf(send("Echo", {}, compressed)), /^13 .*compressed flag/);
  assert.equal(
    await statusOf(send("Echo", { "grpc-encoding": "gzip" }, compressed)),
    '12 grpc: Decompressor is not installed for grpc-encoding "gzip"',
  );
  assert.equal(await statusOf(send("Echo")), "0 ", "the connection goes on");
});

test("messages beyond the limits are refused in both directions", async (t) => {
  const { session } = await start(t, { Double: (call, request) => call.succeed(Buffer.concat([request, request])) });
  const announced = open(session, "Double");
  announced.write(Uint8Array.of(0, 0x7f, 0xff, 0xff, 0xff));
  assert.deepEqual(
    (await answerOf(announced)).message,
    "grpc: received message larger than max (2147483647 vs. 100000)",
  );
  const large = open(session, "Double");
  large.end(frameMessage(new Uint8Array(60_000)));
  const answer = await answerOf(large);
  assert.deepEqual(
    [answer.status, answer.message],
    ["8", "grpc: trying to send message larger than max (120000 vs. 100000)"],
  );
});

test("a call that waits ends at its deadline and tells its method", async (t) => {
  const aborted = Promise.withResolvers<string | undefined>();
  const { session } = await start(t, {
    Wait: (call) =>
      call.abortion().signal.addEventListener("abort", () => aborted.resolve(call.outcome), { once: true }),
  });
  const stream = open(session, "Wait", { "grpc-timeout": "20m" });
  stream.end(frameMessage(Uint8Array.of(1)));
  const { status, message } = await answerOf(stream);
  assert.deepEqual([status, message], ["4", "context deadline exceeded"]);
  assert.equal(await aborted.promise, "DEADLINE_EXCEEDED");
});

test("a timeout that is none ends the call before its request", async (t) => {
  const { session } = await start(t, { Echo: echo });
  for (const timeout of ["", "5", "soon", "123456789m", "-5m"]) {
    const { status, message } = await answerOf(open(session, "Echo", { "grpc-timeout": timeout }));
    assert.deepEqual([status, decodeURIComponent(message ?? "")], ["13", `malformed grpc-timeout: "${timeout}"`]);
  }
  const stream = open(session, "Echo", { "grpc-timeout": "5S" });
  stream.end(frameMessage(Uint8Array.of(1)));
  assert.equal((await answerOf(stream)).status, "0");
});

test("a request that never ends is ended, whatever else the connection does", async (t) => {
  const options = { unfinished: new UnfinishedRequests(50), pingAfterMs: 20 };
  const { session } = await start(t, { Echo: echo }, options);
  const silent = open(session, "Echo");
  const begun = open(session, "Echo");
  begun.write(frameMessage(new Uint8Array(1000)).subarray(0, 500));
  for (const { status, message } of await Promise.all([answerOf(silent), answerOf(begun)]))
    assert.deepEqual([status, message], ["4", "the request did not end in time"]);
  const next = open(session, "Echo");
  next.end(frameMessage(Uint8Array.of(1)));
  assert.equal((await answerOf(next)).status, "0", "the connection goes on");
});

test("a client that cancels ends the work, and what comes too late is dropped", async (t) => {
  const began = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<string | undefined>();
  const { session } = await start(t, {
    Echo: echo,
    Wait: (call) => {
      call.abortion().signal.addEventListener("abort", () => {
        ended.resolve(call.outcome);
        call.succeed(Uint8Array.of(1));
        call.fail(unknownStatus("late"));
        call.end();
      });
      began.resolve();
    },
  });
  const stream = open(session, "Wait");
  stream.end(frameMessage(Uint8Array.of(1)));
  await began.promise;
  stream.close(8);
  assert.equal(await ended.promise, "CANCELLED");
  const next = open(session, "Echo");
  next.end(frameMessage(Uint8Array.of(1)));
  assert.equal((await answerOf(next)).status, "0");
});

test("an answer that nobody reads is not taken from the method", async (t) => {
  let taken = 0;
  const { session } = await start(t, {
    List: (call) => {
      void (async () => {
        for (;;) {
          await call.send(frameMessage(new Uint8Array(90_000)));
          taken++;
        }
      })().catch(() => undefined);
    },
  });
  const stream = open(session, "List");
  stream.end(frameMessage(Uint8Array.of(1)));
  await once(stream, "response");
  for (let turns = 0; turns < 500; turns++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(taken, 0, "the first does not fit into the window");
  stream.destroy();
});

test("answers that nobody reads are bounded by bytes: the oldest calls are given up, others are answered", async (t) => {
  const big: CallHandler = (call) => call.succeed(new Uint8Array(90_000));
  const list: CallHandler = (call) => void call.send(frameMessage(new Uint8Array(90_000))).catch(() => undefined);
  const { session, port } = await start(t, { Big: big, List: list, Echo: echo });
  const deaf = connect(`http://127.0.0.1:${port}`, { settings: { initialWindowSize: 0 } });
  t.after(() => deaf.destroy());
  deaf.on("error", () => undefined);
  const codes: string[] = [];
  const given = Promise.withResolvers<void>();
  for (let count = 0; count < 20; count++) {
    const stream = open(deaf, count % 2 === 0 ? "Big" : "List");
    stream.on("close", () => {
      codes.push(`${count}: ${stream.rstCode}`);
      if (codes.length === 9) given.resolve();
    });
    stream.end(frameMessage(Uint8Array.of(1)));
    await once(stream, "response");
  }
  await given.promise;
  assert.deepEqual(
    codes,
    Array.from({ length: 9 }, (_, index) => `${index}: 11`),
  );
  for (let count = 0; count < 30; count++) {
    const stream = open(session, count === 29 ? "Echo" : "Big");
    stream.end(frameMessage(Uint8Array.of(1)));
    assert.equal((await answerOf(stream)).status, "0");
  }
  assert.equal(
    codes.length,
    10,
    "one more made room for the answer of the moment; those that were taken count no longer",
  );
});

test("a silent client is pinged, one that does not answer is cut off, an unused connection is closed", async (t) => {
  const { session } = await start(t, { Echo: echo }, { pingAfterMs: 10 });
  await once(session, "ping");

  const { port } = await start(t, { Echo: echo }, { pingAfterMs: 10, pingTimeoutMs: 20 });
  const deaf = connectSocket(port, "127.0.0.1");
  deaf.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  deaf.write(Uint8Array.of(0, 0, 0, 4, 0, 0, 0, 0, 0));
  deaf.resume();
  await once(deaf, "close");

  const unused = await start(t, { Echo: echo }, { pingAfterMs: 10, idleCloseMs: 20 });
  await once(unused.session, "close");
});

test("a client that answered its ping while the node was busy is not cut off", async (t) => {
  const { port } = await start(t, { Echo: echo }, { pingAfterMs: 5, pingTimeoutMs: 250 });
  const client = new Worker(
    `const { parentPort, workerData } = require("node:worker_threads");
    const session = require("node:http2").connect("http://127.0.0.1:" + workerData);
    session.on("error", () => undefined);
    session.on("connect", () => parentPort.postMessage(true));
    parentPort.on("message", () => {
      if (session.destroyed) parentPort.postMessage(false);
      else session.ping((error) => parentPort.postMessage(error === null));
    });`,
    { eval: true, workerData: port },
  );
  t.after(() => client.terminate());
  await once(client, "message");
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setImmediate(resolve));
    Atomics.wait(pause, 0, 0, 500);
  }
  client.postMessage("ask", []);
  assert.deepEqual(await once(client, "message"), [true]);
});

test("draining lets calls end and takes no new ones", async (t) => {
  const waiting = Promise.withResolvers<() => void>();
  const { server, session } = await start(t, {
    Wait: (call, request) => waiting.resolve(() => call.succeed(request)),
  });
  const stream = open(session, "Wait");
  stream.end(frameMessage(Uint8Array.of(5)));
  const answer = answerOf(stream);
  const finish = await waiting.promise;
  const away = once(session, "goaway");
  server.drain();
  await away;
  finish();
  assert.equal((await answer).status, "0");
  if (!session.destroyed) await once(session, "close");
});
