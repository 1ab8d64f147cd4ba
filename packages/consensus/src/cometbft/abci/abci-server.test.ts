import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { concatBytes, encodeVarint } from "@yanta/bytes";
import { type Request, RequestSchema, type Response, ResponseSchema } from "../../gen/cometbft/abci_pb.js";
import { AbciServer, type AbciServerOptions } from "./abci-server.ts";
import { FrameReader } from "./frame-reader.ts";

const echo = (message: string): Request => create(RequestSchema, { value: { case: "echo", value: { message } } });
const answerTo = (request: Request): Response => {
  const message = request.value.case === "echo" ? request.value.value.message : "?";
  return create(ResponseSchema, { value: { case: "echo", value: { message } } });
};
const frame = (request: Request): Uint8Array => {
  const bytes = toBinary(RequestSchema, request);
  return concatBytes(encodeVarint(bytes.length), bytes);
};

async function serve(t: TestContext, changes: Partial<AbciServerOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "yanta-abci-"));
  const path = join(folder, "abci.sock");
  // Left by a process that was killed: it must not be in the way.
  writeFileSync(path, "");
  const told: string[] = [];
  const server = new AbciServer({
    address: `unix://${path}`,
    handle: answerTo,
    onFailure: (error) => told.push(`failure ${error instanceof Error ? error.message : ""}`),
    onForeign: (reason) => told.push(`foreign ${reason}`),
    onConnection: () => told.push("connection"),
    ...changes,
  });
  await server.open();
  t.after(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });
  return { server, told, connect: () => connect(path) };
}

/** Answers as they come; ends with the connection. */
async function* answers(socket: Socket): AsyncGenerator<Response, void, undefined> {
  const reader = new FrameReader();
  for await (const chunk of socket)
    for (const message of reader.push(chunk as Uint8Array) ?? []) yield fromBinary(ResponseSchema, message);
}

test("requests of a connection are answered in their order, also when answers take time", async (t) => {
  const { connect: open, told } = await serve(t, {
    handle: async (request) => {
      await new Promise((resolve) => setImmediate(resolve));
      return answerTo(request);
    },
  });
  const socket = open();
  socket.write(concatBytes(...["a", "b", "c".repeat(300_000)].map((text) => frame(echo(text)))));
  const lengths: number[] = [];
  for await (const { value } of answers(socket)) {
    if (value.case === "echo") lengths.push(value.value.message.length);
    if (lengths.length === 3) break;
  }
  assert.deepEqual(lengths, [1, 1, 300_000]);
  assert.deepEqual(told, ["connection"]);
});

test("flushes are answered in their turn, and the node does not hear of them", async (t) => {
  const handled: string[] = [];
  const { connect: open } = await serve(t, {
    handle: async (request) => {
      handled.push(request.value.case ?? "");
      await new Promise((resolve) => setImmediate(resolve));
      return answerTo(request);
    },
  });
  const flush = frame(create(RequestSchema, { value: { case: "flush", value: {} } }));
  const socket = open();
  socket.write(concatBytes(flush, frame(echo("a")), frame(echo("b")), flush, flush, frame(echo("c")), flush));
  const cases: (string | undefined)[] = [];
  for await (const { value } of answers(socket)) {
    cases.push(value.case === "echo" ? value.value.message : value.case);
    if (cases.length === 7) break;
  }
  assert.deepEqual(cases, ["flush", "a", "b", "flush", "flush", "c", "flush"]);
  assert.deepEqual(handled, ["echo", "echo", "echo"]);
});

test("a connection that is no engine's is closed and told", async (t) => {
  const { connect: open, told } = await serve(t);
  for (const bytes of [new Uint8Array(8).fill(0xff), concatBytes(encodeVarint(3), new Uint8Array(3).fill(0xff))]) {
    const socket = open();
    socket.write(bytes);
    socket.resume();
    await once(socket, "close");
  }
  assert.deepEqual(told.filter((each) => each !== "connection").length, 2);
});

test("a failure is answered with an exception, and the connection ends", async (t) => {
  const { connect: open, told } = await serve(t, {
    handle: () => {
      throw new Error("broken");
    },
  });
  const socket = open();
  socket.write(frame(echo("a")));
  const all = await Array.fromAsync(answers(socket));
  assert.deepEqual(
    all.map(({ value }) => (value.case === "exception" ? value.value.error : "")),
    ["broken"],
  );
  assert.deepEqual(told, ["connection", "failure broken"]);
});

test("closing answers what is being handled, and nothing after it", async (t) => {
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const { server, connect: open } = await serve(t, {
    handle: async (request) => {
      begun.resolve();
      await gate.promise;
      return answerTo(request);
    },
  });
  const socket = open();
  socket.write(concatBytes(frame(echo("a")), frame(echo("b"))));
  const all = Array.fromAsync(answers(socket));
  await begun.promise;
  await new Promise((resolve) => setTimeout(resolve, 50));
  const closed = server.close();
  gate.resolve();
  await closed;
  assert.equal((await all).length, 1);
});

test("an address that is taken is a coded refusal", async (t) => {
  const { server } = await serve(t, { address: "tcp://127.0.0.1:0" });
  const second = new AbciServer({
    address: server.address,
    handle: answerTo,
    onFailure: () => undefined,
    onForeign: () => undefined,
    onConnection: () => undefined,
  });
  await assert.rejects(second.open(), { code: "CONSENSUS_ADDRESS_IN_USE" });
});
