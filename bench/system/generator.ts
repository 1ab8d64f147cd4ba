import { setTimeout as sleep } from "node:timers/promises";
import { openChainFolder } from "../../tests/support/chain-folder.ts";
import { TxType } from "@yanta/protocol";
import {
  createPayload,
  getLastBlock,
  sendRequest,
  signRequest,
  subscribeBlocks,
  type Client,
  type SignedRequest,
} from "@yanta/sdk";
import { latencyOf } from "./statistics.ts";
import type { GeneratorJob, GeneratorResult } from "./generator-job.ts";

/**
 * Child of the benchmark: signs all transactions, waits for "go", sends them and follows the blocks until all are seen.
 * Two members of one organisation sign, four connections with mutual TLS carry.
 */
const connectionCount = 4;
/** How long to wait for a block when no more come. */
const drainMs = 15_000;

const job: GeneratorJob = JSON.parse(process.argv[2] ?? "{}");
const folder = openChainFolder(job.folder);
const clients = Array.from({ length: connectionCount }, (_, index) =>
  folder.connect(job.port, 1, index % 2 === 0 ? "client1" : "client2"),
);
const requests: SignedRequest[] = [];
for (let index = 0; index < job.count; index++) requests.push(await signSave(clientAt(index), index));

process.once("message", () => {
  run()
    .then((result) => process.send?.(result, () => process.disconnect()))
    .catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    })
    .finally(() => {
      for (const client of clients) client.transport.close();
    });
});
process.on("disconnect", () => process.exit());
process.send?.("ready");

async function run(): Promise<GeneratorResult> {
  const sentAtMs = new Map<string, number>();
  const commitMs: number[] = [];
  const rpcMs: number[] = [];
  let refused = 0;
  let lastCommitMs = 0;
  const stop = new AbortController();
  const watching = job.sync
    ? Promise.resolve()
    : watchBlocks({
        // Read before the first send: a block of ours must not lie below it.
        startHeight: (await getLastBlock(clientAt(0))).block?.header?.blockHeight ?? 0n,
        sentAtMs,
        commitMs,
        signal: stop.signal,
        onCommit: (nowMs) => (lastCommitMs = nowMs),
      });
  const startedMs = performance.now();
  const send = async (index: number, plannedMs: number): Promise<void> => {
    const request = requests[index];
    if (request === undefined) return;
    sentAtMs.set(request.txId, plannedMs);
    try {
      await sendRequest(clientAt(index), request, { rpc: job.sync ? "SendRequestSync" : "SendRequest" });
      const nowMs = performance.now();
      rpcMs.push(nowMs - plannedMs);
      if (job.sync) {
        commitMs.push(nowMs - plannedMs);
        lastCommitMs = nowMs;
      }
    } catch {
      refused++;
      sentAtMs.delete(request.txId);
    }
  };
  await (job.perSecond === undefined ? closedLoop(send) : openLoop(send, startedMs, job.perSecond));
  const deadlineMs = performance.now() + drainMs;
  while (!job.sync && commitMs.length < job.count - refused && performance.now() < deadlineMs) await sleep(20);
  stop.abort();
  await watching;
  const seconds = (lastCommitMs - startedMs) / 1000;
  return {
    sent: job.count,
    refused,
    committed: commitMs.length,
    lost: job.count - refused - commitMs.length,
    perSecond: Math.round(commitMs.length / seconds),
    rpcMs: latencyOf(rpcMs),
    commitMs: latencyOf(commitMs),
  };
}

async function closedLoop(send: (index: number, nowMs: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < job.count) await send(next++, performance.now());
  };
  await Promise.all(Array.from({ length: job.inFlight }, worker));
}

/** Sends at planned times; a send that comes late counts its latency from the plan. */
async function openLoop(
  send: (index: number, plannedMs: number) => Promise<void>,
  startedMs: number,
  perSecond: number,
): Promise<void> {
  const all: Promise<void>[] = [];
  for (let index = 0; index < job.count; index++) {
    const plannedMs = startedMs + (index * 1000) / perSecond;
    const waitMs = plannedMs - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    all.push(send(index, Math.max(plannedMs, waitMs > 0 ? performance.now() : plannedMs)));
  }
  await Promise.all(all);
}

interface Watch {
  readonly startHeight: bigint;
  readonly sentAtMs: ReadonlyMap<string, number>;
  readonly commitMs: number[];
  readonly signal: AbortSignal;
  readonly onCommit: (nowMs: number) => void;
}

async function watchBlocks({ startHeight, sentAtMs, commitMs, signal, onCommit }: Watch): Promise<void> {
  for await (const { block } of subscribeBlocks(clientAt(0), { startHeight, signal })) {
    const nowMs = performance.now();
    for (const tx of block?.txs ?? []) {
      const startedMs = sentAtMs.get(tx.payload?.txId ?? "");
      if (startedMs === undefined) continue;
      commitMs.push(nowMs - startedMs);
      onCommit(nowMs);
    }
  }
}

function signSave(client: Client, index: number): Promise<SignedRequest> {
  const worst = job.shape === "worst";
  const payload = createPayload(client, {
    txType: TxType.INVOKE_CONTRACT,
    contract: "fact",
    method: "save",
    parameters: {
      file_hash: worst ? "hot" : `${job.label}-${index}`,
      file_name: worst ? "n".repeat(16_000) : `name-${index}`,
      time: "1600000000",
    },
  });
  return signRequest(payload, { signer: client.signer });
}

function clientAt(index: number): Client {
  const client = clients[index % clients.length];
  if (client === undefined) throw new Error("no client");
  return client;
}
