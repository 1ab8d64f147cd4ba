import { setTimeout as pause } from "node:timers/promises";
import { CodedError } from "@yanta/errors";
import { getChainInfo, subscribeBlocks, type Client } from "@yanta/sdk";
import { applyBlocks } from "./apply-blocks.ts";
import { BlockQueue } from "./block-queue.ts";
import { checkChain, checkHash } from "./check-chain.ts";
import type { Cursor, IndexedBlock, IndexStore, Projection } from "./interface.ts";
import { retryFirstMs, retryLongestMs } from "./limits.ts";
import { dropSchema, nextSchema, prepareSchema, readCursor, swapSchemas } from "./schema.ts";

export interface FollowerOptions {
  readonly client: Client;
  readonly store: IndexStore;
  readonly projection: Projection;
  /** Told of each failure; the follower tries again but for a foreign chain. */
  readonly onFault?: (error: unknown) => void;
}

export interface FollowerStatus {
  /** Up to where the live index has read; undefined before the first block. */
  readonly cursor: Cursor | undefined;
  /** The live tables are of an older projection: nobody should read them. */
  readonly isOutdated: boolean;
  readonly isRebuilding: boolean;
  /** Code of the last failure that was not overcome; empty for none. */
  readonly fault: string;
}

/**
 * Follows a chain into an index: history first, then what comes. After a crash it goes on at the cursor, which stands in the same
 * transaction as the tables, so that no block is missing or there twice.
 *
 * @example
 * const follower = await openFollower({ client, store, projection });
 * await follower.waitFor(height, 10_000);
 */
export async function openFollower(options: FollowerOptions): Promise<Follower> {
  const state = await prepareSchema(options.store, options.projection);
  const cursor = state === "outdated" ? undefined : await options.store.transaction(readCursor);
  return new Follower(options, cursor, state === "outdated");
}

export class Follower {
  private readonly options: FollowerOptions;
  private readonly closing = new AbortController();
  private cursor: Cursor | undefined;
  private isOutdated: boolean;
  private rebuilding: Promise<void> | undefined;
  private fault = "";
  private sleepers: { readonly height: bigint; readonly wake: () => void }[] = [];
  private loop: { readonly stop: AbortController; readonly ended: Promise<void> } | undefined;

  constructor(options: FollowerOptions, cursor: Cursor | undefined, isOutdated: boolean) {
    this.options = options;
    this.cursor = cursor;
    this.isOutdated = isOutdated;
    if (isOutdated) this.rebuild().catch((error: unknown) => this.fail(error));
    else this.startLoop();
  }

  status(): FollowerStatus {
    const { cursor, isOutdated, fault } = this;
    return { cursor, isOutdated, isRebuilding: this.rebuilding !== undefined, fault };
  }

  /** Whether the live index has a height, after at most some time. */
  async waitFor(height: bigint, timeoutMs: number): Promise<boolean> {
    if ((this.cursor?.height ?? -1n) >= height) return true;
    return new Promise((resolve) => {
      const sleeper = { height, wake: () => end(true) };
      const timer = setTimeout(() => end(false), timeoutMs);
      const end = (isThere: boolean): void => {
        clearTimeout(timer);
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        resolve(isThere && !this.closing.signal.aborted);
      };
      this.sleepers.push(sleeper);
    });
  }

  /** Derives the index anew from block 0 beside the live one, which is read on until the new one takes its place. */
  rebuild(): Promise<void> {
    this.rebuilding ??= this.buildNext().finally(() => {
      this.rebuilding = undefined;
    });
    return this.rebuilding;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.rebuilding?.catch(() => undefined);
    await this.stopLoop();
    for (const { wake } of this.sleepers) wake();
  }

  private async buildNext(): Promise<void> {
    const { client, store, projection } = this.options;
    const schema = nextSchema(store);
    await dropSchema(store, schema);
    await prepareSchema(store, projection, schema);
    let next: Cursor | undefined;
    const readUpTo = async (end: bigint): Promise<void> => {
      if (next !== undefined && next.height >= end) return;
      await this.readBlocks(next, { end, signal: this.closing.signal }, async (blocks) => {
        next = await applyBlocks({ store, projection, chainId: client.chainId, schema }, next, blocks);
      });
    };
    await readUpTo((await getChainInfo(client)).blockHeight);
    await this.stopLoop();
    try {
      // What came meanwhile: the index never goes back for those who read it.
      await readUpTo((await getChainInfo(client)).blockHeight);
      this.closing.signal.throwIfAborted();
      await swapSchemas(store);
      this.isOutdated = false;
    } finally {
      if (!this.isOutdated) this.startLoop();
    }
    this.moveTo(next);
  }

  private startLoop(): void {
    if (this.closing.signal.aborted) return;
    const stop = new AbortController();
    this.loop = { stop, ended: this.run(stop.signal) };
  }

  private async stopLoop(): Promise<void> {
    this.loop?.stop.abort();
    await this.loop?.ended;
    this.loop = undefined;
  }

  private async run(signal: AbortSignal): Promise<void> {
    let delayMs = retryFirstMs;
    while (!signal.aborted) {
      try {
        await this.follow(signal, () => {
          delayMs = retryFirstMs;
        });
      } catch (error) {
        if (signal.aborted) return;
        this.fail(error);
        if (error instanceof CodedError && error.code === "INDEX_STORE_FOREIGN_CHAIN") return;
      }
      await pause(delayMs, undefined, { signal }).catch(() => undefined);
      delayMs = Math.min(2 * delayMs, retryLongestMs);
    }
  }

  private async follow(signal: AbortSignal, onProgress: () => void): Promise<void> {
    const { client, store, projection } = this.options;
    // The database knows: a commit may have succeeded although its answer was lost.
    this.moveTo(await store.transaction(readCursor));
    if (this.cursor !== undefined) await checkChain(client, this.cursor);
    await this.readBlocks(this.cursor, { signal }, async (blocks) => {
      const target = { store, projection, chainId: client.chainId, schema: store.schema };
      this.moveTo(await applyBlocks(target, this.cursor, blocks));
      this.fault = "";
      onProgress();
    });
  }

  private async readBlocks(
    from: Cursor | undefined,
    { end, signal }: { readonly end?: bigint; readonly signal: AbortSignal },
    apply: (blocks: readonly IndexedBlock[]) => Promise<void>,
  ): Promise<void> {
    const stop = new AbortController();
    const blocks = subscribeBlocks(this.options.client, {
      // A start beyond the last block would be moved back to it, so reading begins at the block that is there already.
      startHeight: from?.height ?? 0n,
      ...(end === undefined ? {} : { endHeight: end }),
      withRwSet: true,
      signal: AbortSignal.any([signal, stop.signal]),
    });
    const queue = new BlockQueue(stop.signal);
    const filled = queue.fill(blocks);
    try {
      for (let taken = await queue.take(); taken.length > 0; taken = await queue.take()) {
        signal.throwIfAborted();
        const [first] = taken;
        const isKnown = from !== undefined && first?.height === from.height;
        if (isKnown) checkHash(from, first.hash);
        const news = isKnown ? taken.slice(1) : taken;
        if (news.length > 0) await apply(news);
      }
    } finally {
      stop.abort();
      await filled;
    }
  }

  private fail(error: unknown): void {
    this.fault = error instanceof CodedError ? error.code : "INDEX_STORE_FAILED";
    this.options.onFault?.(error);
  }

  private moveTo(cursor: Cursor | undefined): void {
    this.cursor = cursor;
    const height = cursor?.height ?? -1n;
    for (const sleeper of this.sleepers) if (sleeper.height <= height) sleeper.wake();
  }
}
