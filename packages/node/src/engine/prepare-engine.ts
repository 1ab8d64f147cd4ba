import { join } from "node:path";
import {
  engineGenesis,
  findEngine,
  openEngineHome,
  readAppState,
  writeEngineGenesis,
  type EngineBinding,
  type EngineProgram,
} from "@yanta/consensus/engine";
import type { ChainConfig } from "@yanta/protocol";
import type { ConfigChangeCheck } from "@yanta/consensus/cometbft";
import type { NodeConfig } from "../config/load-node-config.ts";
import { engineOwner } from "./engine-owner.ts";
import { engineToolFolders } from "./engine-tool-folders.ts";
import { readBindings } from "./read-bindings.ts";

/** An engine whose program and files are there. */
export interface PreparedEngine {
  readonly program: EngineProgram;
  readonly home: string;
  readonly own: EngineBinding;
  /** `app_state` of its genesis. */
  readonly appState: unknown;
  /** Bindings of the files that were there at the start, this node's own and those of the genesis, by node id. */
  readonly bindings: ReadonlyMap<string, EngineBinding>;
  /** What a changed chain configuration must hold for the engine. */
  readonly checkConfigChange: ConfigChangeCheck;
}

/**
 * Finds the engine and makes its folder ready: keys, binding and genesis.
 *
 * Errors: those of `findEngine`, `openEngineHome`, `readBindings` and `engineGenesis`; NODE_ENGINE_KEY.
 */
export async function prepareEngine(config: NodeConfig, genesis: ChainConfig): Promise<PreparedEngine> {
  // Loaded here only: a node of its own needs none of it.
  const { createConfigCheck, readAppState: readGenesisBindings } = await import("@yanta/consensus/cometbft");
  const { chainId } = genesis;
  const program = await findEngine({
    toolFolders: engineToolFolders(),
    searchPath: process.env["PATH"] ?? "",
    ...(config.engine.binary === undefined ? {} : { configured: config.engine.binary }),
  });
  const home = join(config.engine.home, chainId);
  const own = openEngineHome(home, engineOwner(config, chainId));
  const fromFiles = new Map([...readBindings(config.engine.bindings, chainId), [own.nodeId, own]]);
  writeEngineGenesis(home, () => engineGenesis(genesis, [...fromFiles.values()], config.engine.bindings));
  const appState = readAppState(home);
  const fromGenesis = readGenesisBindings(appState);
  return {
    program,
    home,
    own,
    appState,
    bindings: new Map([...fromGenesis.map((each) => [each.nodeId, each] as const), ...fromFiles]),
    checkConfigChange: createConfigCheck(fromGenesis),
  };
}
