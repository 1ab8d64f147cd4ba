import { readFileSync } from "node:fs";
import { bytesToUtf8 } from "@yanta/bytes";
import { MemorySyncFile } from "@yanta/storage";
import type { InstallRequest, Playground, SendOutcome } from "../interface.ts";
import { openPlayground, type OpenPlaygroundOptions } from "../open-playground.ts";
import type { PlaygroundFiles } from "../worker/playground-files.ts";
import type { WorkerInProcess } from "../headless/worker-in-process.ts";

const bytecode = readFileSync(
  new URL("../../../../third_party/chainmaker-contracts/rust-fact-2.0.0.wasm", import.meta.url),
);

/** ChainMaker's fact contract. */
export const fact: InstallRequest = { name: "fact", version: "1.0", runtime: "WASMER", bytecode };

/** Opens a playground in this thread. */
export function open(worker: WorkerInProcess, options: Partial<OpenPlaygroundOptions> = {}): Promise<Playground> {
  return openPlayground({ worker: worker.asWorker(), ...options });
}

/** Saves a fact. */
export function save(playground: Playground, name: string): Promise<SendOutcome> {
  const parameters = { file_hash: name, file_name: `${name}.txt`, time: "1" };
  return playground.send({ contract: "fact", method: "save", parameters });
}

/** The fact of a name, empty if there is none. */
export async function find(playground: Playground, name: string): Promise<string> {
  const answer = await playground.query({
    contract: "fact",
    method: "find_by_file_hash",
    parameters: { file_hash: name },
  });
  return bytesToUtf8(answer.result);
}

/** The files as a killed tab leaves them. */
export function copyFiles({ network, blocks, images: [first, second] }: PlaygroundFiles): PlaygroundFiles {
  const copy = (file: PlaygroundFiles["blocks"]): MemorySyncFile =>
    new MemorySyncFile((file as MemorySyncFile).content());
  return { network: copy(network), blocks: copy(blocks), images: [copy(first), copy(second)] };
}

/** `committed 0`, `refused 4`, `waiting`. */
export function outcomeOf(outcome: SendOutcome): string {
  return outcome.kind === "waiting" ? outcome.kind : `${outcome.kind} ${outcome.code}`;
}
