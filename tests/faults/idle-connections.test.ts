import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { test, type TestContext } from "node:test";
import { connect as connectTls, createSecureContext, type TLSSocket } from "node:tls";
import { getChainInfo, invokeContract } from "@yanta/sdk";
import { mapInParallel } from "../../tools/map-in-parallel.ts";
import { startRunningChain, type RunningChain } from "../support/running-chain.ts";

const wantedConnections = 10_000;
/** Files that a process needs beside its connections. */
const otherFiles = 200;
const handshakesAtOnce = 64;
/** A TLS connection with its HTTP/2 session costs about 60 kB in Node.js. */
const bytesPerConnectionMax = 160 * 1024;
const answerMsMax = 10_000;

/** As many as the machine lets one process open; the reason is told when that is fewer. */
function possibleConnections(t: TestContext): number {
  if (process.platform === "win32") return wantedConnections;
  const limit = Number(execFileSync("sh", ["-c", "ulimit -n"], { encoding: "utf8" }));
  if (!Number.isFinite(limit) || limit - otherFiles >= wantedConnections) return wantedConnections;
  t.diagnostic(`scaled down: this machine lets a process open ${limit} files (ulimit -n)`);
  return Math.max(10, limit - otherFiles);
}

/** Opens connections that say hello in HTTP/2 and then nothing. */
async function openIdle(chain: RunningChain, count: number): Promise<TLSSocket[]> {
  const { trustRootsPem, serverName, client } = chain.folder.tls(1, "client1");
  const secureContext = createSecureContext({
    ca: trustRootsPem,
    cert: client?.certificatePem,
    key: client?.privateKeyPem,
  });
  const preface = Buffer.concat([
    Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    Uint8Array.of(0, 0, 0, 4, 0, 0, 0, 0, 0),
  ]);
  const sockets = await mapInParallel(Array.from({ length: count }), handshakesAtOnce, async () => {
    const socket = connectTls({
      port: chain.node.port,
      host: "127.0.0.1",
      secureContext,
      servername: serverName,
      ALPNProtocols: ["h2"],
    });
    socket.on("error", () => undefined);
    await once(socket, "secureConnect");
    socket.write(preface);
    answerPings(socket);
    return socket;
  });
  return [...sockets];
}

const frameHeaderBytes = 9;
const pingType = 6;
const acknowledged = 1;

/** Answers the node's pings, as every HTTP/2 client does; a client that does not is cut off, which is another test. */
function answerPings(socket: TLSSocket): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= frameHeaderBytes) {
      const end = frameHeaderBytes + rest.readUIntBE(0, 3);
      if (rest.length < end) break;
      const frame = rest.subarray(0, end);
      rest = rest.subarray(end);
      if (frame[3] !== pingType || frame[4] === acknowledged) continue;
      const answer = Buffer.from(frame);
      answer[4] = acknowledged;
      socket.write(answer);
    }
  });
}

test("10,000 idle connections cost bounded memory and the node still answers", { timeout: 280_000 }, async (t) => {
  const count = possibleConnections(t);
  const chain = await startRunningChain();
  t.after(() => chain.stop());
  const before = chain.memory();
  const sockets = await openIdle(chain, count);
  t.after(() => sockets.forEach((socket) => socket.destroy()));
  const open = sockets.filter((socket) => !socket.destroyed).length;
  assert.equal(open, count, "connections that answer pings stay open");

  const started = performance.now();
  const stranger = chain.folder.connect(chain.node.port, 1, "client2");
  t.after(() => stranger.transport.close());
  await getChainInfo(stranger);
  await invokeContract(stranger, {
    contract: "fact",
    method: "save",
    parameters: { file_hash: "idle", file_name: "n", time: "1" },
  });
  const elapsedMs = performance.now() - started;
  t.diagnostic(`a new client was served within ${elapsedMs.toFixed(0)} ms`);
  assert.ok(elapsedMs < answerMsMax);

  const memory = chain.memory();
  if (memory === undefined || before === undefined)
    return t.diagnostic("this system does not tell the memory of a process");
  t.diagnostic(
    `${Math.round((memory - before) / count)} bytes a connection, ${Math.round(memory / 2 ** 20)} MB in all`,
  );
  assert.ok(memory - before < count * bytesPerConnectionMax);
});
