import assert from "node:assert/strict";
import { once } from "node:events";
import { after, afterEach, before, test, type TestContext } from "node:test";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { getChainInfo, invokeContract } from "@yanta/sdk";
import { startRunningChain, type RunningChain } from "../support/running-chain.ts";

/** HTTP/2 frames as no library sends them: the node answers others meanwhile, and its memory stays bounded. Spec: RFC 9113 §4, RFC 7541. */

/** Memory that all of these attacks together may cost. */
const growthBytesMax = 500 * 1024 * 1024;
/** Bytes that a client writes into a connection that nobody reads before it gives up. */
const floodBytesMax = 32 * 1024 * 1024;

let chain: RunningChain;
let memoryBefore: number | undefined;
before(async () => {
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
    timeoutMs: 10_000,
  });
  const memory = chain.memory();
  if (memory !== undefined && memoryBefore !== undefined)
    assert.ok(memory - memoryBefore < growthBytesMax, `the node grew from ${memoryBefore} to ${memory} bytes`);
});

const frameTypes = {
  data: 0,
  headers: 1,
  priority: 2,
  reset: 3,
  settings: 4,
  ping: 6,
  windowUpdate: 8,
  continuation: 9,
};
const flags = { endStream: 1, endHeaders: 4 };
const none = new Uint8Array(0);

function frame(type: number, flag: number, streamId: number, payload: Uint8Array = none): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flag;
  head.writeUInt32BE(streamId, 5);
  return Buffer.concat([head, payload]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A header field as HPACK's literal without indexing, both parts plain. */
function field(name: string, value: string): Buffer {
  return Buffer.concat([Uint8Array.of(0), text(name), text(value)]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, "latin1");
  return Buffer.concat([integer(bytes.length, 7), bytes]);
}

/** HPACK's integer with a prefix of so many bits. */
function integer(value: number, bits: number, first = 0): Buffer {
  const max = 2 ** bits - 1;
  if (value < max) return Buffer.of(first | value);
  const bytes = [first | max];
  let rest = value - max;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.of(...bytes, rest);
}

const requestFields = (method: string): Buffer =>
  Buffer.concat([
    field(":method", "POST"),
    field(":scheme", "https"),
    field(":path", `/api.RpcNode/${method}`),
    field(":authority", "chainmaker.org"),
    field("content-type", "application/grpc"),
    field("te", "trailers"),
  ]);

async function open(t: TestContext, settings: Uint8Array = none): Promise<TLSSocket> {
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
  t.after(() => socket.destroy());
  await once(socket, "secureConnect");
  socket.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  socket.write(frame(frameTypes.settings, 0, 0, settings));
  return socket;
}

/** Writes pieces until the node closes the connection, takes no more of it for a second, or all are written. */
async function flood(socket: TLSSocket, pieces: Iterable<Uint8Array>): Promise<"closed" | "stuck" | "written"> {
  let written = 0;
  for (const piece of pieces) {
    if (socket.destroyed || socket.closed) return "closed";
    written += piece.length;
    if (written > floodBytesMax) return "written";
    if (socket.write(piece)) continue;
    const drained = await takenBy(socket);
    if (drained === "closed" || drained === "stuck") return drained;
  }
  return "written";
}

/** What becomes of bytes that wait in a connection. */
function takenBy(socket: TLSSocket): Promise<"drained" | "closed" | "stuck"> {
  return new Promise((resolve) => {
    const end = (how: "drained" | "closed" | "stuck"): void => {
      clearTimeout(timer);
      socket.off("drain", onDrain).off("close", onClose);
      resolve(how);
    };
    const onDrain = (): void => end("drained");
    const onClose = (): void => end("closed");
    const timer = setTimeout(() => end("stuck"), 1000);
    socket.on("drain", onDrain).on("close", onClose);
  });
}

function* repeated(piece: Uint8Array, count: number): Iterable<Uint8Array> {
  for (let index = 0; index < count; index++) yield piece;
}

const many = (piece: Uint8Array): Buffer => Buffer.concat(Array.from({ length: 1000 }, () => piece));

test("pings, settings, priorities, window updates and empty data without end", async (t) => {
  const floods = [
    frame(frameTypes.ping, 0, 0, new Uint8Array(8)),
    frame(frameTypes.settings, 0, 0),
    frame(frameTypes.priority, 0, 1, Uint8Array.of(0, 0, 0, 0, 16)),
    frame(frameTypes.windowUpdate, 0, 0, uint32(1)),
    frame(frameTypes.data, 0, 1),
  ];
  for (const piece of floods) {
    for (const reads of [true, false]) {
      const socket = await open(t);
      if (reads) socket.resume();
      socket.write(frame(frameTypes.headers, flags.endHeaders, 1, requestFields("SendRequest")));
      await flood(socket, repeated(many(piece), 100));
      await getChainInfo(chain.client);
      socket.destroy();
    }
  }
});

test("a header block without end, a huge one, and one that unpacks to far more than it is", async (t) => {
  const filler = field("x", "y".repeat(15_000));
  const endless = await open(t);
  endless.resume();
  endless.write(frame(frameTypes.headers, 0, 1, requestFields("SendRequest")));
  assert.equal(await flood(endless, repeated(frame(frameTypes.continuation, 0, 1, filler), 2000)), "closed");

  const bomb = await open(t);
  bomb.resume();
  // One field of 4,000 bytes goes into the dynamic table, then one byte stands for it.
  const stored = Buffer.concat([Uint8Array.of(0x40), text("x"), text("y".repeat(4_000))]);
  const block = Buffer.concat([requestFields("SendRequest"), stored, Buffer.alloc(8_000, 0x80 | 62)]);
  const pieces = Array.from({ length: 500 }, (_, index) =>
    frame(frameTypes.headers, flags.endHeaders | flags.endStream, 2 * index + 1, block),
  );
  await flood(bomb, pieces);
});

test("requests whose answers nobody reads, on as many streams as one likes", async (t) => {
  for (const [method, settings] of [
    ["GetChainMakerVersion", none],
    ["NoSuchMethod", none],
    ["GetChainMakerVersion", Buffer.concat([Uint8Array.of(0, 4), uint32(0)])],
  ] as const) {
    const socket = await open(t, settings);
    const request = frame(frameTypes.headers, flags.endHeaders, 0, requestFields(method));
    const body = frame(frameTypes.data, flags.endStream, 0, new Uint8Array(5));
    const pieces = Array.from({ length: 50_000 }, (_, index) => {
      const piece = Buffer.concat([request, body]);
      piece.writeUInt32BE(2 * index + 1, 5);
      piece.writeUInt32BE(2 * index + 1, request.length + 5);
      return piece;
    });
    await flood(socket, pieces);
    await getChainInfo(chain.client);
  }
});

test("requests that are complete and reset at once, in thousands", async (t) => {
  const socket = await open(t);
  socket.resume();
  const request = frame(frameTypes.headers, flags.endHeaders, 0, requestFields("GetChainMakerVersion"));
  const body = frame(frameTypes.data, flags.endStream, 0, new Uint8Array(5));
  const reset = frame(frameTypes.reset, 0, 0, uint32(8));
  const pieces = Array.from({ length: 50_000 }, (_, index) => {
    const piece = Buffer.concat([request, body, reset]);
    for (const at of [0, request.length, request.length + body.length]) piece.writeUInt32BE(2 * index + 1, at + 5);
    return piece;
  });
  assert.equal(await flood(socket, pieces), "closed");
});
