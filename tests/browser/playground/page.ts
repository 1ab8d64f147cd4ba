import { openPlayground, type OpenPlaygroundOptions, type Playground, type SendOutcome } from "@yanta/playground";

/** What the test calls in the page. Bytes and big integers travel as text. */
export interface PlaygroundPage {
  open(options: Omit<OpenPlaygroundOptions, "worker">): Promise<PageInfo>;
  install(): Promise<string>;
  /** Saves and tells each acknowledged id at once; ends with the page, or after `count`. */
  save(prefix: string, count: number, parallel: number): Promise<void>;
  find(name: string): Promise<string>;
  /** Those of the ids that are in no block. */
  missing(txIds: readonly string[]): Promise<readonly string[]>;
  snapshot(): Promise<number>;
  revert(id: number): Promise<string>;
  verify(): Promise<string>;
  close(): Promise<void>;
}

export interface PageInfo {
  readonly isNew: boolean;
  readonly height: string;
  readonly hash: string;
  /** In the Worker, and from before the Worker was made until the answer. */
  readonly bootMs: number;
  readonly totalMs: number;
}

declare global {
  var page: PlaygroundPage;
  /** Given by the test: called when a transaction is acknowledged. */
  function acknowledged(txId: string): Promise<void>;
}

let playground: Playground | undefined;

globalThis.page = {
  async open(options) {
    const started = performance.now();
    const worker = new Worker("/worker.js", { type: "module" });
    playground = await openPlayground({ worker, ...options });
    const { isNew, tip, bootMs } = playground.info;
    return { isNew, height: String(tip.height), hash: tip.hash, bootMs, totalMs: performance.now() - started };
  },
  async install() {
    const bytecode = new Uint8Array(await (await fetch("/fact.wasm")).arrayBuffer());
    const outcome = await opened().install({ name: "fact", version: "1.0", runtime: "WASMER", bytecode });
    return outcomeText(outcome);
  },
  async save(prefix, count, parallel) {
    let next = 0;
    const saveOneByOne = async (): Promise<void> => {
      while (next < count) {
        const name = `${prefix}${next++}`;
        const parameters = { file_hash: name, file_name: `${name}.txt`, time: "1" };
        const outcome = await opened().send({ contract: "fact", method: "save", parameters });
        if (outcome.kind !== "committed" || outcome.code !== 0) throw new Error(outcomeText(outcome));
        void acknowledged(outcome.txId);
      }
    };
    await Promise.all(Array.from({ length: parallel }, saveOneByOne));
  },
  async find(name) {
    const answer = await opened().query({
      contract: "fact",
      method: "find_by_file_hash",
      parameters: { file_hash: name },
    });
    return new TextDecoder().decode(answer.result);
  },
  async missing(txIds) {
    const found = await Promise.all(txIds.map((txId) => opened().getTransaction(txId)));
    return txIds.filter((_, index) => found[index] === undefined);
  },
  snapshot: async () => (await opened().snapshot()).id,
  revert: async (id) => String((await opened().revert(id)).height),
  verify: async () => {
    const { height, hash } = await opened().verify();
    return `${height} ${hash}`;
  },
  close: () => opened().close(),
};

function outcomeText(outcome: SendOutcome): string {
  return outcome.kind === "waiting" ? outcome.kind : `${outcome.kind} ${outcome.code} ${outcome.message}`;
}

function opened(): Playground {
  if (playground === undefined) throw new Error("open it first");
  return playground;
}
