import { equalBytes } from "@yanta/bytes";
import { readEngineBinding } from "../engine/engine-binding.ts";
import { engineErrors } from "../engine/errors.ts";
import { bindingsMax } from "../engine/limits.ts";
import type { EngineBinding } from "../interface.ts";
import { bindingsDigest } from "./app-hash.ts";

/** Reads the bindings of an engine genesis' `app_state`, parsed from JSON. Errors: ENGINE_BINDING_INVALID. */
export function readAppState(value: unknown): readonly EngineBinding[] {
  const fields: Readonly<Record<string, unknown>> = typeof value === "object" && value !== null ? { ...value } : {};
  const list: unknown = fields["bindings"];
  if (!Array.isArray(list) || list.length > bindingsMax)
    throw engineErrors.create("ENGINE_BINDING_INVALID", { source: "app_state", reason: "it has no list of bindings" });
  return list.map((each, index) => readEngineBinding(each, `app_state.bindings[${index}]`));
}

/** Whether the engine was started with the same bindings. The engine writes its JSON anew, so bytes are not compared. */
export function isSameAppState(bindings: readonly EngineBinding[], appStateBytes: Uint8Array): boolean {
  const given: unknown = JSON.parse(new TextDecoder().decode(appStateBytes));
  return equalBytes(bindingsDigest(readAppState(given)), bindingsDigest(bindings));
}
