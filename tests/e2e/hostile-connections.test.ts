import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as connectHttp2, constants, type ClientHttp2Session } from "node:http2";
import { connect as connectTcp, type Socket } from "node:net";
import { after, afterEach, before, test } from "node:test";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { TxType } from "@yanta/protocol";
import { createPayload, getChainInfo, invokeContract, signRequest } from "@yanta/sdk";
import { createRandom, freshSeed, type Random } from "../support/random.ts";
import { startRunningChain, type RunningChain } from "../support/running-chain.ts";

/** The node must answer a good client within this time whatever others do; the machine may be busy. */
const answerMsMax = 5_000;
/** Memory that all of these attacks together may cost. */
const growthBytesMax = 600 * 1024 * 1024;

let chain: RunningChain;
let random: Random;
let memoryBefore: number | undefined;
before(async () => {
  const seed = freshSeed();
  console.log(`seed ${seed}`);
  random = createRandom(seed);
  chain = await startRunningChain();
  memoryBefore = chain.memory();
});
after(() => chain.stop());

afterEach(async () => {
  await getChainInfo(chain.client);
  await invokeContract(chain.client, {
    contract: "fact",
    method: "save",
    parameters: { file_hash: "alive", file_name: "n", time: "1" },
    timeoutMs: answerMsMax,
  });
  const memory = chain.memory();
  if (memory !== undefined && memoryBefore !== undefined)
    assert.ok(memory - memoryBefore < growthBytesMax, `the node grew from ${memoryBefore} to ${memory} bytes`);
});

async function openTcp(): Promise<Socket> {
  const socket = connectTcp(chain.node.port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

async function openTls(): Promise<TLSSocket> {
  const { trustRootsPem, serverName, client } = chain.folder.tls(1, "client1");
  const socket = connectTls({
    port: chain.node.port,
    host: "127.0.0.1",
    ca: trustRootsPem,
    servername: serverName,
    cert: client?.certificatePem,
    key: client?.privateKeyPem,
    ALPNProtocols: ["h2"],
  });
  socket.on("error", () => undefined);
  await once(socket, "secureConnect");
  return socket;
}

async function openSession(): Promise<ClientHttp2Session> {
  const socket = await openTls();
  const session = connectHttp2("https://chainmaker.org", { createConnection: () => socket });
  session.on("error", () => undefined);
  await once(session, "connect");
  return session;
}

const grpcHeaders = (method: string) => ({
  ":method": "POST",
  ":path": `/api.RpcNode/${method}`,
  "content-type": "application/grpc",
  te: "trailers",
});

/** Resolves when the other side closes the connection. */
function closed(socket: Socket): Promise<void> {
  socket.resume();
  return new Promise((resolve) => {
    if (socket.destroyed) resolve();
    else socket.once("close", () => resolve());
  });
}

test("garbage on the port closes that connection", async () => {
  for (let count = 0; count < 50; count++) {
    const socket = await openTcp();
    socket.end(random.bytes(1 + random.below(4096)));
    await closed(socket);
  }
});

test("a TLS handshake that breaks off or turns to garbage closes that connection", async () => {
  // A ClientHello's record header, then bytes of no form.
  for (let count = 0; count < 50; count++) {
    const socket = await openTcp();
    const body = random.bytes(200);
    socket.end(Buffer.concat([Uint8Array.of(0x16, 3, 1, 0, body.length), body]));
    await closed(socket);
  }
});

test("garbage instead of HTTP/2 closes that connection", async () => {
  for (let count = 0; count < 20; count++) {
    const socket = await openTls();
    socket.end(random.bytes(1 + random.below(2048)));
    await closed(socket);
  }
  const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  for (let count = 0; count < 20; count++) {
    const socket = await openTls();
    socket.end(Buffer.concat([preface, random.bytes(1 + random.below(2048))]));
    await closed(socket);
  }
});

test("connections that say nothing or stop in the middle of a message hold nothing up", async (t) => {
  const sockets = await Promise.all(Array.from({ length: 100 }, openTcp));
  const sessions = await Promise.all(Array.from({ length: 20 }, openSession));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    for (const session of sessions) session.destroy();
  });
  for (const session of sessions) {
    for (let count = 0; count < 20; count++) {
      const stream = session.request(grpcHeaders("SendRequest"));
      stream.on("error", () => undefined);
      // A message of 1,000 bytes is announced, ten come.
      stream.write(Buffer.concat([Uint8Array.of(0, 0, 0, 3, 0xe8), random.bytes(10)]));
    }
  }
  await getChainInfo(chain.client);
});

test("a message that is announced larger than allowed is refused before it comes", async (t) => {
  const session = await openSession();
  t.after(() => session.destroy());
  const stream = session.request(grpcHeaders("SendRequest"));
  stream.on("error", () => undefined);
  stream.write(Uint8Array.of(0, 0x7f, 0xff, 0xff, 0xff, 1, 2, 3));
  const [headers] = await Promise.race([once(stream, "response"), once(stream, "trailers")]);
  const status = headers["grpc-status"] ?? (await once(stream, "trailers"))[0]["grpc-status"];
  assert.equal(Number(status), 8, "RESOURCE_EXHAUSTED");
});

test("messages that are sent but for their end are bounded in all, however many there are", async (t) => {
  const megabyte = 1024 * 1024;
  const sessions = await Promise.all(Array.from({ length: 2 }, openSession));
  t.after(() => {
    for (const session of sessions) session.destroy();
  });
  const send = async (session: ClientHttp2Session): Promise<void> => {
    const stream = session.request(grpcHeaders("SendRequest"));
    stream.on("error", () => undefined);
    const frame = Buffer.alloc(5 + 50 * megabyte);
    frame.writeUInt32BE(90 * megabyte, 1);
    await new Promise((resolve) => stream.write(frame, resolve));
  };
  await Promise.all(sessions.flatMap((session) => Array.from({ length: 8 }, () => send(session))));
});

test("streams that are opened and reset at once, thousands of them, do not stop the node", async (t) => {
  const session = await openSession();
  t.after(() => session.destroy());
  for (let count = 0; count < 5_000 && !session.destroyed; count++) {
    const stream = session.request(grpcHeaders("SendRequestSync"));
    stream.on("error", () => undefined);
    stream.close(constants.NGHTTP2_CANCEL);
    if (count % 200 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
});

test("subscriptions that are never read stop at the window, also many of them", async (t) => {
  for (let count = 0; count < 20; count++) {
    const parameters = { file_hash: `big${count}`, file_name: "n".repeat(500_000), time: "1" };
    await invokeContract(chain.client, { contract: "fact", method: "save", parameters });
  }
  const session = await openSession();
  t.after(() => session.destroy());
  for (let count = 0; count < 100; count++) {
    const payload = createPayload(chain.client, {
      txType: TxType.SUBSCRIBE,
      contract: "SUBSCRIBE_MANAGE",
      method: "SUBSCRIBE_BLOCK",
      parameters: {
        START_BLOCK: new Uint8Array(8),
        END_BLOCK: new Uint8Array(8).fill(0xff),
        WITH_RWSET: "true",
        ONLY_HEADER: "false",
      },
    });
    const { bytes } = await signRequest(payload, { signer: chain.client.signer });
    const stream = session.request(grpcHeaders("Subscribe"));
    stream.on("error", () => undefined);
    const length = Buffer.alloc(5);
    length.writeUInt32BE(bytes.length, 1);
    stream.end(Buffer.concat([length, bytes]));
  }
  for (let count = 0; count < 20; count++) await getChainInfo(chain.client);
});
