import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Certificate, SigningKey } from "@yanta/crypto";
import { engineBindingToJson, parseEngineBinding, type EngineBinding } from "./engine-binding.ts";
import { engineErrors } from "./errors.ts";

/** The node whose engine lives in a folder. */
export interface EngineOwner {
  readonly chainId: string;
  readonly orgId: string;
  /** That of the node's id: its net TLS certificate and key. */
  readonly certificate: Certificate;
  readonly privateKey: SigningKey;
}

/** Files of an engine's folder. */
export const homeFiles = {
  config: "config/config.toml",
  genesis: "config/genesis.json",
  peerKey: "config/node_key.json",
  validatorKey: "config/priv_validator_key.json",
  validatorState: "data/priv_validator_state.json",
  binding: "binding.json",
} as const;

/** The text of a binding's file. */
export function bindingText(binding: EngineBinding): string {
  return `${JSON.stringify(engineBindingToJson(binding), undefined, 2)}\n`;
}

/** The binding in force in a folder. Errors: ENGINE_HOME_DAMAGED, ENGINE_BINDING_INVALID. */
export function readHomeBinding(home: string): EngineBinding {
  const path = join(home, homeFiles.binding);
  if (!existsSync(path))
    throw engineErrors.create("ENGINE_HOME_DAMAGED", { path: home, reason: `${homeFiles.binding} is missing` });
  return parseEngineBinding(readFileSync(path, "utf8"), path);
}

/** Written beside its place and renamed into it, for its owner's eyes only: a crash leaves the old file or the new one. */
export function writeSecret(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const building = `${path}.new`;
  writeFileSync(building, text, { mode: 0o600 });
  chmodSync(building, 0o600);
  renameSync(building, path);
}
