import { cpSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createChainFolder } from "../support/chain-folder.ts";
import { startNodeProcess } from "../support/node-process.ts";
import { writeEventContract } from "./event-contract.ts";

const contracts = fileURLToPath(new URL("../../third_party/chainmaker-contracts", import.meta.url));

/** A node in a process of its own, on a fresh chain made from ChainMaker's test configuration. */
export interface TestChain {
  /** Holds `crypto-config/`, `wasm/` and `sdk_config.yml`, as the drivers expect it. */
  readonly folder: string;
  /** host:port */
  readonly address: string;
  /** Ends the node and removes the folder. Throws when it ended before, was killed or failed. */
  stop(): Promise<void>;
}

/** Starts a node as a person would, with the `yanta` command. */
export async function startChain(): Promise<TestChain> {
  const folder = createChainFolder();
  cpSync(contracts, join(folder.path, "wasm"), { recursive: true });
  writeEventContract(join(folder.path, "wasm/event.wasm"));
  const node = await startNodeProcess({ folder: folder.path }).catch((error: unknown) => {
    folder.remove();
    throw error;
  });
  let stopping = false;
  const early = node.exited.then(() => !stopping);
  return {
    folder: folder.path,
    address: `127.0.0.1:${node.port}`,
    stop: async () => {
      stopping = true;
      const { code, signal } = await node.stop();
      folder.remove();
      if (await early) throw new Error(`the node ended by itself (code ${code}, signal ${signal})\n${node.stderr()}`);
      if (code !== 0)
        throw new Error(`the node did not stop cleanly (code ${code}, signal ${signal})\n${node.stderr()}`);
    },
  };
}
