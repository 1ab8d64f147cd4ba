import { fromBinary } from "@bufbuild/protobuf";
import { TxResponseSchema, TxStatusCode, TxType, type TransactionInfoWithRWSet } from "@yanta/protocol";
import {
  createPayload,
  getTransaction,
  queryContract,
  sendTransaction,
  signRequest,
  subscribeBlocks,
  subscribeEvents,
  type CallParameters,
  type Client,
} from "@yanta/sdk";
import type { Random } from "../support/random.ts";
import type { AckFile } from "./ack-file.ts";
import { bytesDigest, eventDigest, outcomeDigest } from "./result-digest.ts";

/** rust-fact: keeps what it is given. */
export const loadContract = "fact";
/** Emits an event in each call. */
export const eventContract = "event";

const syncSenderCount = 12;
const asyncSenderCount = 2;
const callTimeoutMs = 20_000;
const pollPauseMs = 5;
/** One save in so many carries a large value: the store's batches fill up and flushes are met. */
const largeValueEvery = 20;
const largeValueBytesMax = 40_000;
/** One call in so many fails in the contract: failed transactions are acknowledged too. */
const failingCallEvery = 25;
const eventCallEvery = 5;

export interface LoadOptions {
  readonly client: Client;
  readonly random: Random;
  readonly acks: AckFile;
  /** Distinguishes the keys of this run from those of others. */
  readonly run: string;
  readonly signal: AbortSignal;
}

/**
 * Sends transactions in both ways, subscribes and queries, and records what the node acknowledges, until the node is gone
 * or the signal aborts. Calls that fail acknowledge nothing.
 */
export async function runLoad(options: LoadOptions): Promise<void> {
  const { signal } = options;
  const saved: string[] = [];
  const workers = [
    ...Array.from({ length: syncSenderCount }, (_, index) =>
      repeat(signal, (n) => saveSync(options, `${options.run}-s${index}-${n}`, saved)),
    ),
    ...Array.from({ length: asyncSenderCount }, (_, index) =>
      repeat(signal, (n) => saveAsync(options, `${options.run}-a${index}-${n}`, saved)),
    ),
    repeat(signal, () => readState(options, saved)),
    untilGone(() => followBlocks(options)),
    untilGone(() => followEvents(options)),
  ];
  await Promise.all(workers);
}

/** Repeats a step until it fails or the signal aborts. */
async function repeat(signal: AbortSignal, step: (n: number) => Promise<void>): Promise<void> {
  for (let n = 0; !signal.aborted; n++) {
    try {
      await step(n);
    } catch (error) {
      if (error instanceof Error && "code" in error && String(error.code).startsWith("SDK_")) return;
      if (signal.aborted) return;
      throw error;
    }
  }
}

async function untilGone(follow: () => Promise<void>): Promise<void> {
  try {
    await follow();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && String(error.code).startsWith("SDK_"))) throw error;
  }
}

async function saveSync(
  { client, random, acks, signal }: LoadOptions,
  fileHash: string,
  saved: string[],
): Promise<void> {
  const call = pickCall(random, fileHash);
  const payload = createPayload(client, { txType: TxType.INVOKE_CONTRACT, ...call });
  const request = await signRequest(payload, { signer: client.signer });
  const response = fromBinary(
    TxResponseSchema,
    await client.transport.unary("SendRequestSync", request.bytes, { timeoutMs: callTimeoutMs, signal }),
  );
  if (response.txBlockHeight === 0n) return pause();
  await acks.record({
    kind: "reply",
    txId: request.txId,
    height: response.txBlockHeight.toString(),
    digest: outcomeDigest(response),
  });
  if (response.code === TxStatusCode.SUCCESS && call.contract === loadContract) saved.push(fileHash);
}

interface Call {
  readonly contract: string;
  readonly method: string;
  readonly parameters?: CallParameters;
}

function pickCall(random: Random, fileHash: string): Call {
  if (random.below(eventCallEvery) === 0) return { contract: eventContract, method: "run" };
  const method = random.below(failingCallEvery) === 0 ? "no_such_method" : "save";
  return { contract: loadContract, method, parameters: saveParameters(random, fileHash) };
}

async function saveAsync(
  { client, random, acks, signal }: LoadOptions,
  fileHash: string,
  saved: string[],
): Promise<void> {
  const txId = await sendTransaction(client, {
    contract: loadContract,
    method: "save",
    parameters: saveParameters(random, fileHash),
    timeoutMs: callTimeoutMs,
    signal,
  });
  for (;;) {
    signal.throwIfAborted();
    const info = await findTransaction(client, txId);
    if (info !== undefined) {
      const result = info.transaction?.result;
      if (result === undefined) return;
      await acks.record({ kind: "query", txId, height: info.blockHeight.toString(), digest: outcomeDigest(result) });
      saved.push(fileHash);
      return;
    }
    await pause();
  }
}

async function findTransaction(client: Client, txId: string): Promise<TransactionInfoWithRWSet | undefined> {
  try {
    return await getTransaction(client, txId);
  } catch (error) {
    // Not in a block yet.
    if (
      error instanceof Error &&
      "code" in error &&
      (error.code === "SDK_REFUSED" || error.code === "SDK_CONTRACT_FAILED")
    )
      return undefined;
    throw error;
  }
}

async function readState({ client, random, acks }: LoadOptions, saved: readonly string[]): Promise<void> {
  await pause();
  if (saved.length === 0) return;
  const fileHash = random.pick(saved);
  const { result } = await queryContract(client, {
    contract: loadContract,
    method: "find_by_file_hash",
    parameters: { file_hash: fileHash },
    timeoutMs: callTimeoutMs,
  });
  await acks.record({ kind: "state", fileHash, digest: bytesDigest(result) });
}

async function followBlocks({ client, acks, signal }: LoadOptions): Promise<void> {
  for await (const { block } of subscribeBlocks(client, { signal })) {
    const header = block?.header;
    if (header !== undefined)
      await acks.record({
        kind: "block",
        height: header.blockHeight.toString(),
        hash: Buffer.from(header.blockHash).toString("hex"),
      });
  }
}

async function followEvents({ client, acks, signal }: LoadOptions): Promise<void> {
  for await (const event of subscribeEvents(client, { contract: eventContract, signal })) {
    await acks.record({
      kind: "event",
      txId: event.txId,
      height: event.blockHeight.toString(),
      index: event.eventIndex,
      digest: eventDigest(event),
    });
  }
}

function saveParameters(random: Random, fileHash: string): CallParameters {
  const length = random.below(largeValueEvery) === 0 ? random.below(largeValueBytesMax) : 8 + random.below(64);
  return { file_hash: fileHash, file_name: "n".repeat(length), time: String(1_600_000_000 + random.below(1_000_000)) };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, pollPauseMs));
}
