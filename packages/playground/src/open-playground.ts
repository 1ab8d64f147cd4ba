import { playgroundErrors } from "./errors.ts";
import type { BlockView, EventView, Playground, PlaygroundInfo, PlaygroundStorage } from "./interface.ts";
import { loadTimeoutMs, nameLengthMax, openTimeoutMs } from "./limits.ts";
import type { OpenRequest } from "./messages.ts";
import { WorkerClient } from "./worker-client.ts";

export interface OpenPlaygroundOptions {
  /** A dedicated Worker that runs `@yanta/playground/worker`. It belongs to the playground from now on. */
  readonly worker: Worker;
  /** Which of the site's stored chains; `default` when absent. */
  readonly name?: string;
  /** `opfs` (default) keeps the chain in the browser; `memory` forgets it with the tab. */
  readonly storage?: PlaygroundStorage;
  /** `resume` (default) goes on with a stored chain if there is one; `new` removes it first. */
  readonly start?: "resume" | "new";
  /** Begins with the chain of a dump. It is executed first; when it is good, a stored chain of this name is removed. */
  readonly load?: Uint8Array;
}

/**
 * Opens a chain in a Worker of this page: four organisations with keys of their own, one node, blocks at once.
 *
 * Errors: PLAYGROUND_NAME_INVALID, PLAYGROUND_IN_USE, PLAYGROUND_DAMAGED, PLAYGROUND_NEWER, PLAYGROUND_WORKER_FAILED,
 * those of `openTabStore`; of a dump PLAYGROUND_LOG_BROKEN, PLAYGROUND_LOG_NEWER, PLAYGROUND_LOG_TOO_LARGE,
 * PLAYGROUND_LOG_WITHOUT_KEYS, PLAYGROUND_CHAIN_INVALID.
 */
export async function openPlayground(options: OpenPlaygroundOptions): Promise<Playground> {
  const { worker, name = "default", storage = "opfs", start = "resume", load } = options;
  if (!/^[a-z0-9-]+$/.test(name) || name.length > nameLengthMax)
    throw playgroundErrors.create("PLAYGROUND_NAME_INVALID", { name });
  const client = new WorkerClient(worker);
  try {
    return createPlayground(client, await openInTime(client, { name, storage, start, ...(load && { load }) }));
  } catch (error) {
    client.end();
    throw error;
  }
}

async function openInTime(client: WorkerClient, request: OpenRequest): Promise<PlaygroundInfo> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeoutMs = request.load === undefined ? openTimeoutMs : loadTimeoutMs;
  const late = new Promise<never>((_resolve, reject) => {
    const reason = `no answer within ${timeoutMs} ms`;
    timer = setTimeout(() => reject(playgroundErrors.create("PLAYGROUND_WORKER_FAILED", { reason })), timeoutMs);
  });
  try {
    return await Promise.race([client.call("open", request), late]);
  } finally {
    clearTimeout(timer);
  }
}

function createPlayground(client: WorkerClient, info: PlaygroundInfo): Playground {
  return {
    info,
    send: (request) => client.call("send", request),
    install: (request) => client.call("install", request),
    upgrade: (request) => client.call("upgrade", request),
    query: (request) => client.call("query", request),
    getTip: () => client.call("getTip"),
    getBlock: (height) => client.call("getBlock", height),
    getTransaction: (txId) => client.call("getTransaction", txId),
    getState: (key) => client.call("getState", key),
    listState: (range) => client.call("listState", range),
    snapshot: () => client.call("snapshot"),
    snapshots: () => client.call("snapshots"),
    revert: (id) => client.call("revert", id),
    revertToHeight: (height) => client.call("revertToHeight", height),
    reset: () => client.call("reset"),
    time: () => client.call("time"),
    increaseTime: (seconds) => client.call("increaseTime", seconds),
    setTime: (unixSeconds) => client.call("setTime", unixSeconds),
    setNextBlockTime: (unixSeconds) => client.call("setNextBlockTime", unixSeconds),
    setBlockInterval: (seconds) => client.call("setBlockInterval", seconds),
    mining: () => client.call("mining"),
    setMining: (mode) => client.call("setMining", mode),
    mine: (request) => client.call("mine", request),
    drop: (txId) => client.call("drop", txId),
    setState: (entries) => client.call("setState", entries),
    dumpState: () => client.call("dumpState"),
    loadState: (dump) => client.call("loadState", dump),
    verify: () => client.call("verify"),
    trace: (request) => client.call("trace", request),
    exportLog: () => client.call("exportLog"),
    dump: () => client.call("dump"),
    onBlock: (listener) => client.onBlock(listener),
    onEvent: (listener) => client.onBlock((block) => eventsOf(block).forEach((event) => listener(event))),
    onLog: (listener) => client.onLog(listener),
    onFailure: (listener) => client.onFailure(listener),
    close: async () => {
      try {
        await client.call("close");
      } finally {
        client.end();
      }
    },
  };
}

function eventsOf(block: BlockView): readonly EventView[] {
  return block.txs.flatMap(({ events }) => events);
}
