import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  bindingText,
  engineBindingFault,
  engineErrors,
  openEngineHome,
  parseEngineBinding,
} from "@yanta/consensus/engine";

/** What a node that joins has, and what it still lacks. */
export interface JoinedNetwork {
  readonly nodeId: string;
  readonly orgId: string;
  /** To be handed to the other organisations. */
  readonly bindingFile: string;
  /** Consensus nodes of the chain's configuration whose bindings are not known here yet. */
  readonly missing: readonly string[];
}

/**
 * Makes the engine keys of the node that a chainmaker.yml describes, unless they are there, puts its binding into the
 * bindings folder, and takes in those of other nodes after a check against bc1.yml.
 *
 * Errors: those of `loadNodeConfig` and `openEngineHome`; ENGINE_BINDING_INVALID.
 */
export async function joinNetwork(configFile: string, bindingFiles: readonly string[]): Promise<JoinedNetwork> {
  const { engineOwner, loadChainConfig, loadNodeConfig, readBindings } = await import("@yanta/node");
  const workingDirectory = process.cwd();
  const keyPassword = process.env["YANTA_KEY_PASSWORD"] || undefined;
  const config = loadNodeConfig(configFile, workingDirectory, keyPassword === undefined ? {} : { keyPassword });
  const [chain] = config.chains;
  if (chain === undefined) throw new Error("the configuration names no chain");
  const { config: genesis } = loadChainConfig(chain.genesisFile, workingDirectory);
  const own = openEngineHome(join(config.engine.home, chain.chainId), engineOwner(config, chain.chainId));
  const folder = config.engine.bindings;
  mkdirSync(folder, { recursive: true });
  const bindingFile = join(folder, `${own.nodeId}.json`);
  putBinding(bindingFile, bindingText(own));
  for (const file of bindingFiles) {
    const source = resolve(workingDirectory, file);
    const binding = parseEngineBinding(readFileSync(source, "utf8"), source);
    const reason = engineBindingFault(binding, genesis);
    if (reason !== undefined) throw engineErrors.create("ENGINE_BINDING_INVALID", { source, reason });
    putBinding(join(folder, `${binding.nodeId}.json`), bindingText(binding));
  }
  const known = readBindings(folder, chain.chainId);
  const nodeIds = genesis.consensus?.nodes.flatMap((org) => org.nodeId) ?? [];
  return {
    nodeId: own.nodeId,
    orgId: own.orgId,
    bindingFile,
    missing: nodeIds.filter((nodeId) => !known.has(nodeId)),
  };
}

/** Renamed into its place: a node that runs takes new files in as they come. */
function putBinding(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}
