import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { once } from "node:events";
import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { Client, credentials, status, type ServiceError } from "@grpc/grpc-js";
import {
  ChainMakerVersionResponseSchema,
  SubscribeResultSchema,
  TxRequestSchema,
  TxResponseSchema,
  TxStatusCode,
  TxType,
  txpool,
} from "@yanta/protocol";
import { Registry } from "prom-client";
import { createRpcMetrics } from "../metrics.ts";
import { createFakeChain, type FakeChain } from "../testing/fake-chain.ts";
import type { TlsMode } from "./listener.ts";
import { clientAddress, startRpcServer, type RpcServer, type RpcServerOptions } from "./server.ts";

const crypto = join(import.meta.dirname, "../../../../third_party/chainmaker-testdata/testdata/crypto-config");
const pem = (path: string): string => readFileSync(join(crypto, path), "utf8");
const nodeIdentity = {
  certificatePem: pem("wx-org1.chainmaker.org/node/consensus1/consensus1.tls.crt"),
  privateKeyPem: pem("wx-org1.chainmaker.org/node/consensus1/consensus1.tls.key"),
};

const silent = { debug: () => undefined, warn: () => undefined, error: () => undefined };

interface Started {
  readonly server: RpcServer;
  readonly chain: FakeChain;
  readonly decisions: (readonly [txId: string, refusal: string | undefined])[];
}

async function start(
  t: TestContext,
  options: Partial<RpcServerOptions> = {},
  syncResultTimeoutMs = 60_000,
): Promise<Started> {
  const chain = createFakeChain("chain1");
  const decisions: Started["decisions"] = [];
  const server = await startRpcServer(
    {
      chains: new Map([["chain1", chain]]),
      onDecision: (txId, refusal) => void decisions.push([txId, refusal]),
      version: "v2.3.7",
      syncResultTimeoutMs,
      nowSeconds: () => 1n,
      refreshLogLevels: () => undefined,
      updateDebug: () => "no",
      checkNewChains: () => undefined,
      validators: () => undefined,
      consensusState: () => "{}",
    },
    {
      host: "127.0.0.1",
      port: 0,
      tls: { kind: "disable" },
      receiveBytesMax: 1024 * 1024,
      sendBytesMax: 1024 * 1024,
      blackList: new Set(),
      debugAddresses: new Set(),
      metrics: createRpcMetrics(new Registry()),
      logger: silent,
      ...options,
    },
  );
  t.after(() => server.close());
  return { server, chain, decisions };
}

function connectTo(t: TestContext, server: RpcServer, channel = credentials.createInsecure()): Client {
  const client = new Client(`127.0.0.1:${server.port}`, channel, { "grpc.ssl_target_name_override": "chainmaker.org" });
  t.after(() => client.close());
  return client;
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes);

function call(client: Client, method: string, request: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      `/api.RpcNode/${method}`,
      asBuffer,
      (bytes: Buffer) => bytes,
      request,
      { deadline: Date.now() + 5000 },
      (error, answer) => {
        if (error) reject(error);
        else resolve(answer ?? new Uint8Array(0));
      },
    );
  });
}

async function statusOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
  } catch (error) {
    const failure = error as ServiceError;
    return `${status[failure.code]} ${failure.details}`;
  }
  return "OK";
}

function request(txId: string, txType: TxType, chainId = "chain1"): Uint8Array {
  return toBinary(
    TxRequestSchema,
    create(TxRequestSchema, {
      payload: { chainId, txId, txType, contractName: "c", method: "m" },
      sender: { signer: { orgId: "o" } },
    }),
  );
}

async function send(client: Client, bytes: Uint8Array, method = "SendRequest") {
  return fromBinary(TxResponseSchema, await call(client, method, bytes));
}

test("answers as ChainMaker does: accepted, query, refusal, unknown chain", async (t) => {
  const { server, chain } = await start(t);
  const client = connectTo(t, server);
  const accepted = await send(client, request("t1", TxType.INVOKE_CONTRACT));
  assert.deepEqual(
    [accepted.code, accepted.message, accepted.txId, accepted.contractResult],
    [0, "OK", "t1", undefined],
  );
  assert.deepEqual(chain.admitted, ["t1"]);
  assert.deepEqual([...((await send(client, request("q", TxType.QUERY_CONTRACT))).contractResult?.result ?? [])], [9]);
  assert.equal((await send(client, request("s", TxType.SUBSCRIBE))).message, "unsupport tx_type");
  const unknown = await send(client, request("u", TxType.QUERY_CONTRACT, "nochain"));
  assert.deepEqual(
    [unknown.code, unknown.message, unknown.txId],
    [TxStatusCode.INTERNAL_ERROR, "get chain conf failed, chain id nochain not found", "u"],
  );
  chain.refuseWith = { code: TxStatusCode.INTERNAL_ERROR, message: "tx verify failed, x" };
  assert.equal((await send(client, request("r", TxType.INVOKE_CONTRACT))).message, "tx verify failed, x");
  assert.deepEqual(chain.admitted, ["t1"]);
});

test("without a signature only the list of chains is answered", async (t) => {
  const { server, chain } = await start(t);
  chain.refuseWith = { code: TxStatusCode.INTERNAL_ERROR, message: "tx verify failed, x" };
  const client = connectTo(t, server);
  const ask = (contractName: string, method: string, txType = TxType.QUERY_CONTRACT) =>
    send(
      client,
      toBinary(
        TxRequestSchema,
        create(TxRequestSchema, {
          payload: { chainId: "system_chain", txId: "s", txType, contractName, method },
          sender: { signer: { orgId: "o" } },
        }),
      ),
    );
  assert.deepEqual([...((await ask("CHAIN_QUERY", "GET_NODE_CHAIN_LIST")).contractResult?.result ?? [])], [9]);
  for (const [contract, method] of [
    ["CHAIN_QUERY", "GET_LAST_BLOCK"],
    ["mine", "GET_NODE_CHAIN_LIST"],
  ] as const) {
    const refused = await ask(contract, method);
    assert.deepEqual(
      [refused.code, refused.message, refused.contractResult],
      [TxStatusCode.INTERNAL_ERROR, "get chain conf failed, chain id system_chain not found", undefined],
    );
  }
  const invoked = await ask("CHAIN_QUERY", "GET_NODE_CHAIN_LIST", TxType.INVOKE_CONTRACT);
  assert.equal(invoked.message, "unsupport tx_type");
  assert.deepEqual(chain.admitted, []);
});

test("every decision is told by transaction id", async (t) => {
  const { server, chain, decisions } = await start(t);
  const client = connectTo(t, server);
  await send(client, request("good", TxType.INVOKE_CONTRACT));
  chain.poolRefusal = { code: TxStatusCode.INTERNAL_ERROR, message: "full" };
  await send(client, request("late", TxType.INVOKE_CONTRACT), "SendRequestSync");
  chain.refuseWith = { code: TxStatusCode.INTERNAL_ERROR, message: "bad" };
  await send(client, request("bad", TxType.INVOKE_CONTRACT));
  assert.deepEqual(decisions, [
    ["good", undefined],
    ["late", "full"],
    ["bad", "bad"],
  ]);
});

test("SendRequestSync waits for the block, refuses a second wait for the same id, and times out with Go's duration text", async (t) => {
  const { server, chain } = await start(t, {}, 200);
  const client = connectTo(t, server);
  const waiting = send(client, request("w", TxType.INVOKE_CONTRACT), "SendRequestSync");
  while (chain.admitted.length === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(
    (await send(client, request("w", TxType.INVOKE_CONTRACT), "SendRequestSync")).message,
    "txId duplicated",
  );
  chain.commit("w", 12n);
  const committed = await waiting;
  assert.deepEqual([committed.code, committed.txBlockHeight, committed.txId], [0, 12n, "w"]);
  const late = await send(client, request("late", TxType.INVOKE_CONTRACT), "SendRequestSync");
  assert.deepEqual(
    [late.code, late.message],
    [TxStatusCode.TIMEOUT, "request reached sync_tx_result_timeout, timeout=200ms"],
  );
});

test("subscriptions stream, refuse with ChainMaker's statuses, and end when the client goes", async (t) => {
  const { server, chain } = await start(t);
  const client = connectTo(t, server);
  let aborted = false;
  chain.subscription = (_tx, signal) => ({
    kind: "stream",
    data: (async function* () {
      yield Uint8Array.of(1);
      yield Uint8Array.of(2);
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
      aborted = true;
    })(),
  });
  const stream = client.makeServerStreamRequest(
    "/api.RpcNode/Subscribe",
    asBuffer,
    (bytes: Buffer) => bytes,
    request("s", TxType.SUBSCRIBE),
  );
  const got: number[] = [];
  stream.on("error", () => undefined);
  for await (const message of stream) {
    got.push(fromBinary(SubscribeResultSchema, message).data[0] ?? -1);
    if (got.length === 2) break;
  }
  stream.cancel();
  assert.deepEqual(got, [1, 2]);
  while (!aborted) await new Promise((resolve) => setImmediate(resolve));

  chain.subscription = () => ({ kind: "refused", status: "InvalidArgument", message: "bad heights" });
  assert.equal(await statusOf(drain(client, "Subscribe")), "INVALID_ARGUMENT bad heights");
  chain.refuseWith = { code: TxStatusCode.INTERNAL_ERROR, message: "tx verify failed, y" };
  assert.equal(await statusOf(drain(client, "Subscribe")), "UNAUTHENTICATED tx verify failed, y");
});

test("a subscriber that goes away is not logged as a fault", async (t) => {
  const logged: unknown[] = [];
  const ended = Promise.withResolvers<string>();
  const metrics = {
    ...createRpcMetrics(new Registry()),
    callEnded: (_method: string, code: string) => ended.resolve(code),
  };
  const { server, chain } = await start(t, {
    metrics,
    logger: { ...silent, error: (fields) => void logged.push(fields) },
  });
  const client = connectTo(t, server);
  chain.subscription = (_tx, signal) => ({
    kind: "stream",
    data: (async function* () {
      yield Uint8Array.of(1);
      await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
    })(),
  });
  const stream = client.makeServerStreamRequest(
    "/api.RpcNode/Subscribe",
    asBuffer,
    (bytes: Buffer) => bytes,
    request("s", TxType.SUBSCRIBE),
  );
  stream.on("error", () => undefined);
  await new Promise((resolve) => stream.once("data", resolve));
  stream.cancel();
  assert.equal(await ended.promise, "CANCELLED");
  assert.deepEqual(logged, []);
});

test("a subscriber that does not read holds one message, however many wait", async (t) => {
  const { server, chain } = await start(t);
  let pulled = 0;
  chain.subscription = () => ({
    kind: "stream",
    data: (async function* () {
      for (;;) {
        pulled++;
        yield new Uint8Array(1_000_000);
      }
    })(),
  });
  // grpc-js's client reads ahead by itself; a bare HTTP/2 stream is read by nobody.
  const session = connectHttp2(`http://127.0.0.1:${server.port}`);
  t.after(() => session.destroy());
  const body = request("s", TxType.SUBSCRIBE);
  const stream = session.request({
    ":method": "POST",
    ":path": "/api.RpcNode/Subscribe",
    "content-type": "application/grpc",
    te: "trailers",
  });
  stream.end(Buffer.concat([Uint8Array.of(0, 0, 0, 0, body.length), body]));
  await once(stream, "response");
  for (let turns = 0; turns < 2000; turns++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(pulled, 1);
});

async function drain(client: Client, method: string): Promise<void> {
  const stream = client.makeServerStreamRequest(
    `/api.RpcNode/${method}`,
    asBuffer,
    (bytes: Buffer) => bytes,
    request("s", TxType.SUBSCRIBE),
  );
  for await (const message of stream) void message;
}

test("a pool call for an unknown chain is Go's plain error; garbage requests are Internal; unknown methods Unimplemented", async (t) => {
  const { server } = await start(t);
  const client = connectTo(t, server);
  const pool = toBinary(txpool.GetPoolStatusRequestSchema, create(txpool.GetPoolStatusRequestSchema, { chainId: "x" }));
  assert.equal(await statusOf(call(client, "GetPoolStatus", pool)), "UNKNOWN chain id x not found");
  assert.match(
    await statusOf(call(client, "SendRequest", Uint8Array.of(0xff, 0xff, 1))),
    /^INTERNAL grpc: error unmarshalling request/,
  );
  assert.match(await statusOf(call(client, "SendRequest", new Uint8Array(0))), /^INTERNAL Panic err: /);
  assert.match(await statusOf(call(client, "GetTxStatus", new Uint8Array(0))), /^UNIMPLEMENTED/);
  assert.match(await statusOf(call(client, "SendRequest", new Uint8Array(2 * 1024 * 1024))), /^RESOURCE_EXHAUSTED/);
  assert.equal(
    await statusOf(call(client, "GetPoolStatus", Uint8Array.of(0xff))),
    "INTERNAL grpc: error unmarshalling request: the bytes are no txpool.GetPoolStatusRequest",
  );
});

test("black list and rate limit refuse with ChainMaker's texts", async (t) => {
  const black = await start(t, { blackList: new Set(["127.0.0.1"]) });
  assert.equal(
    await statusOf(call(connectTo(t, black.server), "GetChainMakerVersion", new Uint8Array(0))),
    "RESOURCE_EXHAUSTED /api.RpcNode/GetChainMakerVersion is rejected by black list [127.0.0.1]",
  );
  const limited = await start(t, { rateLimit: { scope: "global", tokensPerSecond: 1, bucketSize: 1 } });
  const client = connectTo(t, limited.server);
  assert.equal(await statusOf(call(client, "GetChainMakerVersion", new Uint8Array(0))), "OK");
  assert.equal(
    await statusOf(call(client, "GetChainMakerVersion", new Uint8Array(0))),
    "RESOURCE_EXHAUSTED /api.RpcNode/GetChainMakerVersion is rejected by ratelimit, try later pls",
  );
});

test("two-way TLS asks the chain about each client certificate", async (t) => {
  const seen: string[] = [];
  const tls: TlsMode = {
    kind: "twoway",
    identity: nodeIdentity,
    refusePeer: (certificate) => {
      seen.push(certificate.subject.commonName);
      return certificate.subject.commonName.startsWith("client2.") ? "cert status is REVOKED" : undefined;
    },
  };
  const { server } = await start(t, { tls });
  const root = Buffer.from(pem("wx-org1.chainmaker.org/ca/ca.crt"));
  const as = (user: string) =>
    credentials.createSsl(
      root,
      Buffer.from(pem(`wx-org1.chainmaker.org/user/${user}/${user}.tls.key`)),
      Buffer.from(pem(`wx-org1.chainmaker.org/user/${user}/${user}.tls.crt`)),
    );
  const version = fromBinary(
    ChainMakerVersionResponseSchema,
    await call(connectTo(t, server, as("client1")), "GetChainMakerVersion", new Uint8Array(0)),
  );
  assert.equal(version.version, "v2.3.7");
  assert.match(
    await statusOf(call(connectTo(t, server, as("client2")), "GetChainMakerVersion", new Uint8Array(0))),
    /^UNAVAILABLE/,
  );
  assert.match(
    await statusOf(call(connectTo(t, server, credentials.createSsl(root)), "GetChainMakerVersion", new Uint8Array(0))),
    /^UNAVAILABLE/,
  );
  assert.equal(seen[0], "client1.tls.wx-org1.chainmaker.org");
});

test("garbage on the port closes that connection only", async (t) => {
  const { server } = await start(t);
  await new Promise<void>((resolve) => {
    const socket = connect(server.port, "127.0.0.1", () => socket.write("GET / HTTP/1.1\r\n\r\n\0\0garbage"));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve());
    socket.resume();
  });
  assert.equal(await statusOf(call(connectTo(t, server), "GetChainMakerVersion", new Uint8Array(0))), "OK");
});

test("client addresses are the bare IP", () => {
  assert.equal(clientAddress("127.0.0.1:5000"), "127.0.0.1");
  assert.equal(clientAddress("[::1]:5000"), "::1");
  assert.equal(clientAddress("::ffff:10.0.0.1:5000"), "10.0.0.1");
});
