import { equalBytes } from "@yanta/bytes";
import { blockHash, ResultSchema, TxRequestSchema, TxResponseSchema, type Result } from "@yanta/protocol";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  getChainInfo,
  getTransaction,
  queryContract,
  subscribeBlockHeaders,
  verifyBlock,
  type Client,
} from "@yanta/sdk";
import { mapInParallel } from "../../tools/map-in-parallel.ts";
import type { Acknowledgement } from "./ack-file.ts";
import { loadContract } from "./load.ts";
import { bytesDigest, eventDigest, outcomeDigest } from "./result-digest.ts";

const algorithm = "SHA256";
const parallelQueries = 16;

/** What one look at a restarted node came to. */
export interface CheckReport {
  readonly height: bigint;
  readonly acksChecked: number;
  readonly failures: readonly string[];
}

/**
 * Knows the chain as it was verified before, and checks a restarted node against it: the height has not shrunk, every
 * header hashes to itself and links from genesis, known blocks are the same, new ones verify with their bodies, and every
 * acknowledgement given still holds.
 */
export class ChainChecker {
  /** Verified hashes by height, in hex. */
  readonly #hashes: string[] = [];

  async check(client: Client, acks: readonly Acknowledgement[]): Promise<CheckReport> {
    const failures: string[] = [];
    const fail = (text: string): void => void failures.push(text);
    const height = (await getChainInfo(client)).blockHeight;
    const known = this.#hashes.length - 1;
    if (height < BigInt(known)) fail(`the chain shrank from height ${known} to ${height}`);
    await this.#checkHeaders(client, height, fail);
    await this.#checkNewBodies(client, { first: Math.max(known + 1, 0), height, fail });
    const [first] = acks.flatMap((ack) => (ack.kind === "reply" ? [ack.txId] : []));
    if (first !== undefined) await checkReplayIsRefused(client, first, fail);
    await mapInParallel(acks, parallelQueries, (ack) => this.#checkAck(client, ack, fail));
    return { height, acksChecked: acks.length, failures };
  }

  async #checkHeaders(client: Client, height: bigint, fail: (text: string) => void): Promise<void> {
    let previous: Uint8Array | undefined;
    let expected = 0;
    for await (const header of subscribeBlockHeaders(client, { startHeight: 0n, endHeight: height })) {
      const hash = blockHash(algorithm, header);
      const hex = Buffer.from(hash).toString("hex");
      if (header.blockHeight !== BigInt(expected)) fail(`block ${header.blockHeight} came where ${expected} belongs`);
      if (!equalBytes(hash, header.blockHash)) fail(`the hash of block ${expected} is wrong`);
      if (previous !== undefined && !equalBytes(previous, header.preBlockHash))
        fail(`block ${expected} does not follow block ${expected - 1}`);
      if (this.#hashes[expected] !== undefined && this.#hashes[expected] !== hex)
        fail(`block ${expected} is another one than before`);
      this.#hashes[expected] ??= hex;
      previous = hash;
      expected++;
    }
    if (BigInt(expected) !== height + 1n) fail(`the headers ended at ${expected - 1} instead of ${height}`);
  }

  async #checkNewBodies(
    client: Client,
    { first, height, fail }: { first: number; height: bigint; fail: (text: string) => void },
  ): Promise<void> {
    const heights = Array.from({ length: Math.max(0, Number(height) - first + 1) }, (_, index) => first + index);
    await mapInParallel(heights, parallelQueries, async (each) => {
      const before = this.#hashes[each - 1];
      try {
        const { result } = await queryContract(client, {
          contract: "CHAIN_QUERY",
          method: "GET_BLOCK_BY_HEIGHT",
          parameters: { blockHeight: String(each), withRWSet: "true" },
        });
        const verified = verifyBlock(result, {
          algorithm,
          previousHash: before === undefined ? undefined : Buffer.from(before, "hex"),
        });
        if (Buffer.from(verified.blockHash).toString("hex") !== this.#hashes[each])
          fail(`the body of block ${each} belongs to another header`);
      } catch (error) {
        fail(`block ${each}: ${String(error)}`);
      }
    });
  }

  async #checkAck(client: Client, ack: Acknowledgement, fail: (text: string) => void): Promise<void> {
    if (ack.kind === "block") {
      if (this.#hashes[Number(ack.height)] !== ack.hash) fail(`acknowledged block ${ack.height} ${ack.hash} is gone`);
      return;
    }
    try {
      if (ack.kind === "state") {
        const { result } = await queryContract(client, {
          contract: loadContract,
          method: "find_by_file_hash",
          parameters: { file_hash: ack.fileHash },
        });
        if (bytesDigest(result) !== ack.digest) fail(`the state of ${ack.fileHash} changed`);
        return;
      }
      const { transaction, blockHeight } = await getTransaction(client, ack.txId);
      const result: Result = transaction?.result ?? create(ResultSchema);
      if (blockHeight.toString() !== ack.height)
        fail(`transaction ${ack.txId} moved from block ${ack.height} to ${blockHeight}`);
      const event = ack.kind === "event" ? result.contractResult?.contractEvent[ack.index] : undefined;
      const digest = ack.kind === "event" ? event && eventDigest(event) : outcomeDigest(result);
      if (digest !== ack.digest) fail(`the result of ${ack.kind} ${ack.txId} in block ${ack.height} changed`);
    } catch (error) {
      fail(`acknowledged ${JSON.stringify(ack)}: ${String(error)}`);
    }
  }
}

/** A transaction that is on the chain must not get in again after a restart. */
async function checkReplayIsRefused(client: Client, txId: string, fail: (text: string) => void): Promise<void> {
  const { transaction } = await getTransaction(client, txId);
  if (transaction === undefined) return;
  const { payload, sender } = transaction;
  const answer = await client.transport.unary(
    "SendRequest",
    toBinary(TxRequestSchema, create(TxRequestSchema, { ...(payload && { payload }), ...(sender && { sender }) })),
  );
  const { message } = fromBinary(TxResponseSchema, answer);
  if (!/^Add tx failed, (TxId exist in DB|TxTimestamp error)/.test(message))
    fail(`the replay of ${txId} was answered with: ${message}`);
}
