import { errorToMessage } from "../error-message.ts";
import { playgroundErrors } from "../errors.ts";
import type { PlaygroundInfo } from "../interface.ts";
import type { CallAnswer, CallArgument, CallName, OpenRequest, RequestMessage, WorkerMessage } from "../messages.ts";
import { describeMembers } from "./network.ts";
import { openPlaygroundChain, type PlaygroundChain } from "./playground-chain.ts";
import { openPlaygroundFiles, type PlaygroundFiles } from "./playground-files.ts";
import { chainId } from "./genesis-config.ts";
import { entryToWrite, listState, readBlock, readState, readTip, readTransaction } from "./read-chain.ts";
import { traceForView } from "./trace-view.ts";
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
    getTip: async () => readTip((await opened()).ledger),
    getBlock: async (height) => readBlock((await opened()).ledger, height),
    getTransaction: async (txId) => readTransaction((await opened()).ledger, txId),
    getState: async (key) => readState((await opened()).ledger, key),
    listState: async (range) => listState((await opened()).ledger, range),
    snapshot: async () => (await opened()).controls.snapshot(),
    snapshots: async () => (await opened()).controls.snapshots(),
    revert: async (id) => (await opened()).goBack((controls) => controls.revert(id)),
    revertToHeight: async (height) => (await opened()).goBack((controls) => controls.revertToHeight(height)),
    reset: async () => (await opened()).goBack((controls) => controls.reset()),
    time: async () => (await opened()).controls.time(),
    increaseTime: async (seconds) => (await opened()).controls.increaseTime(seconds),
    setTime: async (unixSeconds) => (await opened()).controls.setTime(unixSeconds),
    setNextBlockTime: async (unixSeconds) => (await opened()).controls.setNextBlockTime(unixSeconds),
    setBlockInterval: async (seconds) => (await opened()).controls.setBlockInterval(seconds),
    mining: async () => (await opened()).controls.mining(),
    setMining: async (mode) => {
      const { controls } = await opened();
      controls.setMining(mode);
      return controls.mining();
    },
    mine: async (request) => (await opened()).controls.mine(request),
    drop: async (txId) => (await opened()).controls.drop(txId),
    setState: async (entries) => (await opened()).controls.setState(entries.map(entryToWrite)),
    dumpState: async () => (await opened()).controls.dump(),
    loadState: async (dump) => (await opened()).controls.load(dump),
    verify: async () => {
      const chain = await opened();
      await chain.verify();
      return readTip(chain.ledger);
    },
    trace: async (request) => traceForView((await opened()).chain, request),
    exportLog: async () => (await opened()).exportFile({ withKeys: false }),
    dump: async () => (await opened()).exportFile({ withKeys: true }),
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

function describe(chain: PlaygroundChain, bootMs: number): PlaygroundInfo {
  return {
    chainId,
    genesisHash: readBlock(chain.ledger, 0n)?.hash ?? "",
    members: describeMembers(chain.network),
    isNew: chain.isNew,
    tip: readTip(chain.ledger),
    bootMs,
  };
}
