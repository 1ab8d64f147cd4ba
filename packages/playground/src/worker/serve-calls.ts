import { errorToMessage } from "../error-message.ts";
import { playgroundErrors } from "../errors.ts";
import type { PlaygroundInfo } from "../interface.ts";
import type { CallAnswer, CallArgument, CallName, OpenRequest, RequestMessage, WorkerMessage } from "../messages.ts";
import { listMembers } from "./network.ts";
import { openPlaygroundChain, type PlaygroundChain } from "./playground-chain.ts";
import { openPlaygroundFiles, type PlaygroundFiles } from "./playground-files.ts";
import { chainId } from "./genesis-config.ts";
import type { PlaygroundTime } from "./worker-time.ts";

export interface ServeOptions {
  readonly time: PlaygroundTime;
  readonly post: (message: WorkerMessage) => void;
  /** `openPlaygroundFiles`, unless a test has its own files. */
  readonly openFiles?: (request: OpenRequest) => Promise<PlaygroundFiles>;
}

type CallTable = {
  readonly [Name in CallName]: (argument: CallArgument<Name>) => Promise<CallAnswer<Name>>;
};

/** Answers the page's messages for one playground. Returns what takes a message. */
export function serveCalls(options: ServeOptions): (message: RequestMessage) => void {
  const { post } = options;
  let opening: Promise<PlaygroundChain> | undefined;

  const opened = (): Promise<PlaygroundChain> =>
    opening ?? Promise.reject(playgroundErrors.create("PLAYGROUND_NOT_OPEN"));

  const table: CallTable = {
    open: async (request) => {
      if (opening !== undefined) throw playgroundErrors.create("PLAYGROUND_NOT_OPEN");
      const startMs = options.time.monotonicMs();
      opening = openChainOf(options, request);
      const chain = await opening;
      return describe(chain, options.time.monotonicMs() - startMs);
    },
    send: async (request) => (await opened()).send(request),
    install: async (request) => (await opened()).install(request),
    upgrade: async (request) => (await opened()).upgrade(request),
    query: async (request) => (await opened()).query(request),
    getTip: async () => (await opened()).getTip(),
    getBlock: async (height) => (await opened()).getBlock(height),
    getTransaction: async (txId) => (await opened()).getTransaction(txId),
    getState: async (key) => (await opened()).getState(key),
    listState: async (range) => (await opened()).listState(range),
    snapshot: async () => (await opened()).snapshot(),
    revert: async (id) => (await opened()).revert(id),
    reset: async () => (await opened()).reset(),
    verify: async () => (await opened()).verify(),
    trace: async (request) => (await opened()).trace(request),
    exportLog: async () => (await opened()).exportLog(),
    dump: async () => (await opened()).dump(),
    close: async () => {
      const chain = await opened();
      opening = undefined;
      await chain.close();
    },
  };

  return ({ id, name, argument }) => {
    // The table pairs each name with its argument; a union of messages cannot say so.
    const call = table[name] as (argument: unknown) => Promise<unknown>;
    call(argument).then(
      (value) => post({ kind: "answer", id, value }),
      (error: unknown) => post({ kind: "error", id, error: errorToMessage(error) }),
    );
  };
}

async function openChainOf({ time, post, openFiles }: ServeOptions, request: OpenRequest): Promise<PlaygroundChain> {
  const { name, storage, start, load } = request;
  return openPlaygroundChain({
    files: await (openFiles === undefined ? openPlaygroundFiles(name, storage) : openFiles(request)),
    name,
    start,
    ...(load && { load }),
    time,
    onBlock: (block) => post({ kind: "block", block }),
    onLog: (line) => post({ kind: "log", line }),
    onFailure: (error) => post({ kind: "failure", error: errorToMessage(error) }),
  });
}

async function describe(chain: PlaygroundChain, bootMs: number): Promise<PlaygroundInfo> {
  return {
    chainId,
    members: listMembers(chain.network).map(({ orgId, name }) => ({ orgId, name })),
    isNew: chain.isNew,
    tip: await chain.getTip(),
    bootMs,
  };
}
