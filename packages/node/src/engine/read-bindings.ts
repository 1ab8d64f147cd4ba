import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { engineErrors, isSameBinding, parseEngineBinding, type EngineBinding } from "@yanta/consensus/engine";
import { bindingsMax, bindingFileBytesMax } from "../limits.ts";

/**
 * The bindings of a folder, by node id; none when there is no folder. Files that do not end in `.json` are left alone.
 *
 * Errors: ENGINE_BINDING_INVALID, also when two files speak for one node with different keys.
 */
export function readBindings(folder: string, chainId: string): ReadonlyMap<string, EngineBinding> {
  const found = new Map<string, EngineBinding>();
  if (!existsSync(folder)) return found;
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  if (names.length > bindingsMax)
    throw engineErrors.create("ENGINE_BINDING_INVALID", { source: folder, reason: `more than ${bindingsMax} files` });
  for (const name of names.toSorted()) {
    const source = join(folder, name);
    if (statSync(source).size > bindingFileBytesMax)
      throw engineErrors.create("ENGINE_BINDING_INVALID", { source, reason: "it is too long" });
    const binding = parseEngineBinding(readFileSync(source, "utf8"), source);
    if (binding.chainId !== chainId) continue;
    const other = found.get(binding.nodeId);
    if (other !== undefined && !isSameBinding(other, binding))
      throw engineErrors.create("ENGINE_BINDING_INVALID", {
        source,
        reason: `another file has other keys for node ${binding.nodeId}`,
      });
    found.set(binding.nodeId, binding);
  }
  return found;
}
