import { deriveBlockCommit, openTabStore, overwrite, readUpTo, type SyncFile } from "@yanta/storage";
import { createEvmVm } from "@yanta/evm";
import { createWasmVms } from "@yanta/vm";
import { playgroundErrors } from "../errors.ts";
import { decodeChainFile } from "../replay/chain-file.ts";
import { executeBlocks } from "../replay/execute-blocks.ts";
import { chainId, genesisHashOf } from "./genesis-config.ts";
import { type Network, networkFormat, networkFromJson } from "./network.ts";
import { saveNetwork } from "./network-file.ts";
import { createMemoryFiles, type PlaygroundFiles } from "./playground-files.ts";
import type { PlaygroundTime } from "./worker-time.ts";

/**
 * Puts the chain of a dump into files, in place of what they hold. The chain is executed first, and when the files take no
 * more they get back what they held.
 *
 * Errors: those of `decodeChainFile`, PLAYGROUND_LOG_WITHOUT_KEYS, PLAYGROUND_CHAIN_INVALID, what the files throw.
 */
export async function loadChain(files: PlaygroundFiles, dump: Uint8Array, time: PlaygroundTime): Promise<void> {
  const { network: json, blocks } = decodeChainFile(dump);
  const network = readNetwork(json);
  const log = await writeLog(blocks, network, time);
  const previous = [files.network, files.blocks].map((file) => readUpTo(file, 0, file.getSize()));
  try {
    // Whatever a crash leaves in between, an empty network file says that there is no chain.
    empty(files.network);
    for (const image of files.images) empty(image);
    overwrite(files.blocks, log);
    saveNetwork(files.network, network);
  } catch (error) {
    const [oldNetwork = log, oldBlocks = log] = previous;
    empty(files.network);
    overwrite(files.blocks, oldBlocks);
    overwrite(files.network, oldNetwork);
    throw error;
  }
}

function empty(file: SyncFile): void {
  overwrite(file, new Uint8Array(0));
}

function readNetwork(json: unknown): Network {
  if (json === undefined) throw playgroundErrors.create("PLAYGROUND_LOG_WITHOUT_KEYS");
  const { format } = json as { readonly format?: unknown };
  if (typeof format === "number" && format > networkFormat)
    throw playgroundErrors.create("PLAYGROUND_LOG_NEWER", { format, formatMax: networkFormat });
  try {
    return networkFromJson(json);
  } catch (error) {
    throw playgroundErrors.create("PLAYGROUND_LOG_BROKEN", { reason: "its keys cannot be read" }, error);
  }
}

/** Executes the blocks and returns them as a block log holds them. */
async function writeLog(blocks: readonly Uint8Array[], network: Network, time: PlaygroundTime): Promise<Uint8Array> {
  const vms = [...createWasmVms(), createEvmVm()];
  const memory = createMemoryFiles();
  try {
    const executed = await executeBlocks({ blocks, vms, clock: time, genesisHash: genesisHashOf(network) });
    const store = await openTabStore({ chainId, files: memory, path: "memory" });
    for (const height of blocks.keys()) {
      const record = executed.ledger.getBlock(BigInt(height));
      if (record !== undefined) await store.ledger.commit(deriveBlockCommit(record));
    }
    await store.close();
    await executed.ledger.close();
    return readUpTo(memory.blocks, 0, memory.blocks.getSize());
  } finally {
    for (const vm of vms) vm.close();
  }
}
