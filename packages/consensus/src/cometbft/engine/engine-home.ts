import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { hashBytes, type Certificate, type SigningKey } from "@yanta/crypto";
import { engineBindingToJson, parseEngineBinding, signEngineBinding, type EngineBinding } from "./engine-binding.ts";
import { engineConfigToml, type EngineConfig } from "./engine-config.ts";
import { generateEngineKey, nodeKeyFile, validatorKeyFile, validatorStateFile } from "./engine-keys.ts";
import { engineErrors } from "./errors.ts";
import { socketPathBytesMax } from "./limits.ts";

/** The node whose engine lives in a folder. */
export interface EngineOwner {
  readonly chainId: string;
  readonly orgId: string;
  /** That of the node's id: its net TLS certificate and key. */
  readonly certificate: Certificate;
  readonly privateKey: SigningKey;
}

const files = {
  config: "config/config.toml",
  genesis: "config/genesis.json",
  peerKey: "config/node_key.json",
  validatorKey: "config/priv_validator_key.json",
  validatorState: "data/priv_validator_state.json",
  binding: "binding.json",
} as const;

/**
 * Makes the keys of a node's engine and the binding that speaks for them, or takes those that are there. Only the
 * owner can read the folder. The binding is written last: without it the folder counts as new.
 *
 * Errors: ENGINE_HOME_DAMAGED, ENGINE_BINDING_INVALID.
 */
export function openEngineHome(home: string, owner: EngineOwner): EngineBinding {
  const at = (name: keyof typeof files): string => join(home, files[name]);
  if (!existsSync(at("binding"))) return createEngineHome(home, owner);
  for (const name of ["peerKey", "validatorKey", "validatorState"] as const) {
    if (!existsSync(at(name)))
      throw engineErrors.create("ENGINE_HOME_DAMAGED", { path: home, reason: `${files[name]} is missing` });
  }
  const binding = parseEngineBinding(readFileSync(at("binding"), "utf8"), at("binding"));
  if (binding.chainId !== owner.chainId)
    throw engineErrors.create("ENGINE_HOME_DAMAGED", { path: home, reason: `it is of chain ${binding.chainId}` });
  const renewed = signEngineBinding({ ...binding, orgId: owner.orgId }, owner.certificate, owner.privateKey);
  if (renewed.nodeId !== binding.nodeId)
    throw engineErrors.create("ENGINE_HOME_DAMAGED", { path: home, reason: `it is of node ${binding.nodeId}` });
  return binding;
}

function createEngineHome(home: string, owner: EngineOwner): EngineBinding {
  const validatorKey = generateEngineKey();
  const peerKey = generateEngineKey();
  if (existsSync(join(home, "data", "blockstore.db")))
    throw engineErrors.create("ENGINE_HOME_DAMAGED", { path: home, reason: `${files.binding} is missing` });
  const { chainId, orgId, certificate, privateKey } = owner;
  const keys = { engineKey: validatorKey.publicKey.keyBits, peerKey: peerKey.publicKey.keyBits };
  const binding = signEngineBinding({ chainId, orgId, ...keys }, certificate, privateKey);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  chmodSync(home, 0o700);
  writeSecret(join(home, files.peerKey), nodeKeyFile(peerKey));
  writeSecret(join(home, files.validatorKey), validatorKeyFile(validatorKey));
  writeSecret(join(home, files.validatorState), validatorStateFile());
  writeSecret(join(home, files.binding), bindingText(binding));
  return binding;
}

/** The text of a binding's file. */
export function bindingText(binding: EngineBinding): string {
  return `${JSON.stringify(engineBindingToJson(binding), undefined, 2)}\n`;
}

/** Writes `config.toml`, anew at every start. */
export function writeEngineConfig(home: string, config: EngineConfig): void {
  writeSecret(join(home, files.config), engineConfigToml(config));
}

/** Writes the genesis when there is none yet: it never changes. */
export function writeEngineGenesis(home: string, genesis: () => string): void {
  if (!existsSync(join(home, files.genesis))) writeSecret(join(home, files.genesis), genesis());
}

/** `app_state` of the genesis in a folder, as it was parsed from JSON. Errors: ENGINE_HOME_DAMAGED. */
export function readAppState(home: string): unknown {
  try {
    const { app_state: appState }: { app_state?: unknown } = JSON.parse(
      readFileSync(join(home, files.genesis), "utf8"),
    );
    return appState;
  } catch (error) {
    const reason = `${files.genesis} cannot be read`;
    throw engineErrors.create("ENGINE_HOME_DAMAGED", { path: home, reason }, error);
  }
}

/**
 * Path of a Unix socket of an engine: in its folder, where only the owner gets; a folder with too long a name has its
 * sockets in a folder of the system's temporary one, named by the hash of the path.
 */
export function engineSocket(home: string, name: string): string {
  const path = join(home, `${name}.sock`);
  if (utf8ToBytes(path).length <= socketPathBytesMax) return path;
  const folder = join(tmpdir(), `yanta-${bytesToHex(hashBytes("SHA256", utf8ToBytes(home)).subarray(0, 8))}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return join(folder, `${name}.sock`);
}

/** Written beside its place and renamed into it: a crash leaves the old file or the new one. */
function writeSecret(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const building = `${path}.new`;
  writeFileSync(building, text, { mode: 0o600 });
  chmodSync(building, 0o600);
  renameSync(building, path);
}
