import { statSync } from "node:fs";
import type { EngineBinding } from "@yanta/consensus/engine";
import { readBindings } from "./read-bindings.ts";

/**
 * The bindings of a folder as it is now, by node id: a file that `yanta network join` puts there counts from then on. The folder is
 * read again when its names have changed; while it cannot be read (`onFault` tells why, once a change), the last good reading holds.
 */
export function folderBindings(
  folder: string,
  chainId: string,
  onFault: (error: unknown) => void,
): () => ReadonlyMap<string, EngineBinding> {
  let bindings: ReadonlyMap<string, EngineBinding> = new Map();
  let readMs: number | undefined;
  let toldMs: number | undefined;
  return () => {
    const changedMs = statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
    if (changedMs === readMs) return bindings;
    try {
      bindings = readBindings(folder, chainId);
      readMs = changedMs;
    } catch (error) {
      // Looked at again next time: somebody may be writing it just now.
      if (changedMs !== toldMs) onFault(error);
      toldMs = changedMs;
    }
    return bindings;
  };
}

export interface OperatorsWord {
  /** Bindings of the node's folder. */
  readonly bindings: Iterable<EngineBinding>;
  /** Organisations that the chain trusts. */
  readonly trustedOrgIds: ReadonlySet<string>;
  /** Nodes that the configuration names as seeds. */
  readonly seedNodeIds: ReadonlySet<string>;
}

/**
 * The bindings by which this node's operator lets engines connect that the chain does not name, or not yet: of organisations that the chain
 * trusts, so that leaving the chain shuts them out; and of seeds, whatever the chain says: a newcomer's chain knows nothing yet.
 */
export function bindingsByOperator({ bindings, trustedOrgIds, seedNodeIds }: OperatorsWord): readonly EngineBinding[] {
  return [...bindings].filter(({ orgId, nodeId }) => trustedOrgIds.has(orgId) || seedNodeIds.has(nodeId));
}
