import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Client, credentials } from "@grpc/grpc-js";

/**
 * CPU of one unary call over mutual TLS in the server, grpc-js against our own server: requests of
 * 1.3 kB, 4 connections, 64 calls in flight. Contenders alternate, the median of the rounds counts.
 * `node bench/rpc/run.ts [calls a round] [rounds]`
 */
const calls = Number(process.argv[2] ?? 10_000);
const rounds = Number(process.argv[3] ?? 5);
const folder = fileURLToPath(
  new URL("../../third_party/chainmaker-testdata/testdata/crypto-config/wx-org1.chainmaker.org/", import.meta.url),
);
const request = Buffer.alloc(1300, 7);
const kinds = ["grpc-js", "ours"] as const;

const figures = new Map<string, number[]>();
for (let round = 0; round < rounds; round++) {
  for (const kind of kinds) figures.set(kind, [...(figures.get(kind) ?? []), await measure(kind)]);
}
for (const [kind, all] of figures) {
  const sorted = all.toSorted((a, b) => a - b);
  process.stdout.write(
    `${kind.padEnd(8)} median ${sorted[sorted.length >> 1]?.toFixed(1)}  lowest ${sorted[0]?.toFixed(1)}  µs CPU a call\n`,
  );
}

async function measure(kind: string): Promise<number> {
  const server = fork(fileURLToPath(new URL("./server.ts", import.meta.url)), [
    kind,
    `${folder}node/consensus1/consensus1.tls.crt`,
    `${folder}node/consensus1/consensus1.tls.key`,
  ]);
  const [{ port }] = (await once(server, "message")) as [{ port: number }];
  const tls = credentials.createSsl(
    readFileSync(`${folder}ca/ca.crt`),
    readFileSync(`${folder}user/client1/client1.tls.key`),
    readFileSync(`${folder}user/client1/client1.tls.crt`),
  );
  const clients = Array.from(
    { length: 4 },
    (_, index) =>
      new Client(`127.0.0.1:${port}`, tls, {
        "grpc.ssl_target_name_override": "chainmaker.org",
        "grpc.use_local_subchannel_pool": 1,
        index,
      }),
  );
  await send(clients, 2000);
  const before = await cpuOf(server);
  await send(clients, calls);
  const used = (await cpuOf(server)) - before;
  for (const client of clients) client.close();
  server.disconnect();
  await once(server, "exit");
  return used / calls;
}

async function cpuOf(server: ChildProcess): Promise<number> {
  server.send("cpu");
  const [{ cpu }] = (await once(server, "message")) as [{ cpu: { user: number; system: number } }];
  return cpu.user + cpu.system;
}

async function send(clients: readonly Client[], total: number): Promise<void> {
  let left = total;
  const worker = async (client: Client): Promise<void> => {
    while (left-- > 0) await unary(client);
  };
  await Promise.all(clients.flatMap((client) => Array.from({ length: 16 }, () => worker(client))));
}

function unary(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    const bytes = (value: Buffer): Buffer => value;
    client.makeUnaryRequest("/api.RpcNode/SendRequest", bytes, bytes, request, (error) =>
      error === null ? resolve() : reject(error),
    );
  });
}
