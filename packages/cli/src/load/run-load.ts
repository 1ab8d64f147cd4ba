import { TxType } from "@yanta/protocol";
import {
  createPayload,
  getLastBlock,
  sendAndWait,
  sendRequest,
  signRequest,
  subscribeBlocks,
  type Client,
  type SignedRequest,
} from "@yanta/sdk";

export interface LoadOptions {
  readonly contract: string;
  readonly count: number;
  readonly concurrency: number;
  /** Wait for the block in each call instead of watching blocks. */
  readonly isSync: boolean;
  readonly signal: AbortSignal;
}

export interface LoadReport {
  readonly sent: number;
  readonly committed: number;
  readonly refused: number;
  readonly blocks: number;
  /** Committed transactions a second, from the first call to the last commit. */
  readonly perSecond: number;
  /** From the call to the answer (sync) or to the block's arrival. */
  readonly latencyMs: { readonly p50: number; readonly p99: number };
}

/** How long to wait for blocks after the last call was answered. */
const drainMs = 30_000;

/** Sends saves to a fact contract; all are signed before the clock starts. */
export async function runLoad(client: Client, options: LoadOptions): Promise<LoadReport> {
  const requests: SignedRequest[] = [];
  for (let index = 0; index < options.count; index++) requests.push(await signSave(client, options.contract, index));

  const sentAtMs = new Map<string, number>();
  const latenciesMs: number[] = [];
  const blocks = new Set<bigint>();
  const watch = new AbortController();
  // From the last block on: a subscription to new blocks only might start after the first of ours.
  const startHeight = (await getLastBlock(client)).block?.header?.blockHeight ?? 0n;
  const signal = AbortSignal.any([options.signal, watch.signal]);
  const watching = options.isSync
    ? Promise.resolve()
    : watchBlocks({ client, startHeight, sentAtMs, latenciesMs, blocks, expected: options.count, signal });

  const startedMs = performance.now();
  let refused = 0;
  let next = 0;
  const sendSome = async (): Promise<void> => {
    for (let request = requests[next++]; request !== undefined && !options.signal.aborted; request = requests[next++]) {
      const callStartedMs = performance.now();
      sentAtMs.set(request.txId, callStartedMs);
      try {
        if (options.isSync) {
          blocks.add((await sendAndWait(client, request)).blockHeight);
          latenciesMs.push(performance.now() - callStartedMs);
        } else {
          await sendRequest(client, request);
        }
      } catch {
        refused += 1;
        sentAtMs.delete(request.txId);
      }
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, sendSome));
  const timer = setTimeout(() => watch.abort(), drainMs);
  if (refused > 0 && latenciesMs.length >= options.count - refused) watch.abort();
  await watching;
  clearTimeout(timer);
  const seconds = (performance.now() - startedMs) / 1000;
  latenciesMs.sort((a, b) => a - b);
  return {
    sent: options.count,
    committed: latenciesMs.length,
    refused,
    blocks: blocks.size,
    perSecond: Math.round(latenciesMs.length / seconds),
    latencyMs: { p50: quantile(latenciesMs, 0.5), p99: quantile(latenciesMs, 0.99) },
  };
}

function signSave(client: Client, contract: string, index: number): Promise<SignedRequest> {
  const payload = createPayload(client, {
    txType: TxType.INVOKE_CONTRACT,
    contract,
    method: "save",
    parameters: { file_hash: `bench-${client.nowMs()}-${index}`, file_name: `name-${index}`, time: "1" },
  });
  return signRequest(payload, { signer: client.signer });
}

interface Watching {
  readonly client: Client;
  readonly startHeight: bigint;
  readonly sentAtMs: ReadonlyMap<string, number>;
  readonly latenciesMs: number[];
  readonly blocks: Set<bigint>;
  readonly expected: number;
  readonly signal: AbortSignal;
}

async function watchBlocks({
  client,
  startHeight,
  sentAtMs,
  latenciesMs,
  blocks,
  expected,
  signal,
}: Watching): Promise<void> {
  for await (const { block } of subscribeBlocks(client, { startHeight, signal })) {
    const nowMs = performance.now();
    for (const tx of block?.txs ?? []) {
      const startedMs = sentAtMs.get(tx.payload?.txId ?? "");
      if (startedMs === undefined) continue;
      latenciesMs.push(nowMs - startedMs);
      blocks.add(block?.header?.blockHeight ?? 0n);
    }
    if (latenciesMs.length >= expected) return;
  }
}

function quantile(sorted: readonly number[], q: number): number {
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0) * 10) / 10;
}
