import { openContractCompiler, openPlayground, openSolidityCompiler, type Playground } from "@yanta/playground";
import {
  createInstance,
  createInstanceDump,
  instanceGenesisHash,
  type LabInstance,
  listStart,
} from "../lab/lab-instance.ts";
import type { LabBench } from "../lab/lab.ts";
import { openBench } from "../lab/open-bench.ts";
import { startLab } from "../lab/start-lab.ts";
import { keep, kept, seedOf } from "./kept.ts";
import { loadLab } from "./load-lab.ts";
import { createPageTools } from "./page-tools.ts";

/** A lab as it lies open in a page. */
export interface LabDesk {
  readonly instance: LabInstance<unknown>;
  readonly bench: LabBench;
  /** Changes a file of the editor and keeps it in the browser. */
  edit(name: string, source: string): void;
  close(): Promise<void>;
}

/**
 * Opens a learner's chain of a lab: the one that the browser keeps, or a new one with the lab's start. An examination gives the seed; its chain and files are kept apart
 * from those of practice.
 */
export async function openLabDesk(id: string, start: "resume" | "new", examSeed?: string): Promise<LabDesk> {
  const instance = createInstance(id, await loadLab(id), examSeed ?? seedOf(id));
  const slot = examSeed === undefined ? id : `${examSeed.slice(0, 16)}/${id}`;
  const compiler = openContractCompiler({
    createWorker: () => new Worker("/compiler-worker.js", { type: "module" }),
  });
  // A classic Worker: solc is a script of its own.
  const solidity = openSolidityCompiler({ createWorker: () => new Worker("/solidity-worker.js") });
  const tools = createPageTools({
    compile: (name, source) => compiler.compile({ name, sources: new Map([["index.ts", source]]) }),
    compileSolidity: (source) => solidity.compile({ sources: new Map([["contract.sol", source]]) }),
  });
  const steps = BigInt(listStart(instance).length);
  const stored = start === "resume" ? await resume(instance, slot, steps) : undefined;
  const playground = stored ?? (await openChain({ ...named(slot), load: createInstanceDump(instance) }));
  if (stored === undefined) await startLab(playground, instance, tools);
  const initial = instance.lab.editor?.(instance.parameters) ?? {};
  const files = start === "resume" ? { ...initial, ...readFiles(slot) } : initial;
  const bench = openBench(playground, tools, files);
  if (start === "new") saveFiles(slot, bench.editor);
  return {
    instance,
    bench,
    edit: (name, source) => {
      bench.editor.set(name, source);
      saveFiles(slot, bench.editor);
    },
    close: async () => {
      compiler.close();
      solidity.close();
      await playground.close();
    },
  };
}

/** The chain that the browser keeps, if it is this instance's and its start is complete. */
async function resume(instance: LabInstance<unknown>, slot: string, steps: bigint): Promise<Playground | undefined> {
  const found = await openChain({ ...named(slot), start: "resume" });
  const { genesisHash, isNew, tip } = found.info;
  if (!isNew && genesisHash === instanceGenesisHash(instance) && tip.height >= steps) return found;
  await found.close();
  return undefined;
}

type ChainOptions = Omit<Parameters<typeof openPlayground>[0], "worker">;

/** In the browser's storage, or in memory where there is none. */
async function openChain(options: ChainOptions): Promise<Playground> {
  const open = (storage: "opfs" | "memory"): Promise<Playground> =>
    openPlayground({ worker: new Worker("/chain-worker.js", { type: "module" }), storage, ...options });
  try {
    return await open("opfs");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "PLAYGROUND_IN_USE") throw error;
    return open("memory");
  }
}

function named(slot: string): { readonly name: string } {
  return { name: slot.replaceAll("/", "-").slice(0, 40) };
}

function readFiles(slot: string): Readonly<Record<string, string>> {
  return JSON.parse(kept(`editor/${slot}`) ?? "{}") as Readonly<Record<string, string>>;
}

function saveFiles(slot: string, files: ReadonlyMap<string, string>): void {
  keep(`editor/${slot}`, JSON.stringify(Object.fromEntries(files)));
}
