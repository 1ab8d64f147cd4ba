import { readFileSync } from "node:fs";
import { installContract, type Client, type Signer } from "@yanta/sdk";
import { createChainFolder, type ChainFolder } from "./chain-folder.ts";
import { residentBytes, startNodeProcess, type NodeProcess } from "./node-process.ts";

const contractCode = new URL("../../third_party/chainmaker-contracts/rust-fact-2.0.0.wasm", import.meta.url);

/** A node in a process of its own with rust-fact installed as `fact`. */
export interface RunningChain {
  readonly folder: ChainFolder;
  readonly node: NodeProcess;
  /** Organisation 1's client. */
  readonly client: Client;
  /** All four administrators. */
  readonly admins: readonly Signer[];
  /** Bytes of memory that the node holds now; undefined where the system does not tell. */
  memory(): number | undefined;
  stop(): Promise<void>;
}

/** Starts a node on a fresh chain and installs the contract. */
export async function startRunningChain(): Promise<RunningChain> {
  const folder = createChainFolder();
  const node = await startNodeProcess({ folder: folder.path });
  const client = folder.connect(node.port, 1, "client1");
  const admins = [1, 2, 3, 4].map((org) => folder.signer(org, "admin1"));
  await installContract(client, {
    name: "fact",
    version: "1.0",
    runtime: "WASMER",
    bytecode: readFileSync(contractCode),
    endorsers: admins,
  });
  return {
    folder,
    node,
    client,
    admins,
    memory: () => residentBytes(node.pid),
    stop: async () => {
      client.transport.close();
      await node.stop();
      folder.remove();
    },
  };
}
