import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { hashBytes, nodeIdFromPublicKey } from "@yanta/crypto";
import { signEngineBinding, type EngineBinding } from "./engine-binding.ts";
import { engineConfigToml, type EngineConfig } from "./engine-config.ts";
import { generateEngineKey, nodeKeyFile, validatorKeyFile, validatorStateFile } from "./engine-keys.ts";
import { readRotation } from "./engine-rotation.ts";
import { engineErrors } from "./errors.ts";
import { bindingText, homeFiles as files, readHomeBinding, writeSecret, type EngineOwner } from "./home-files.ts";
import { socketPathBytesMax } from "./limits.ts";

/**
 * Makes the keys of a node's engine and the binding that speaks for them, or takes those that are there. Only the
 * owner can read the folder. The binding is written last: without it the folder counts as new. A folder changes its owner only by a
 * rotation that was prepared in it (`prepareRotation`); its binding is the answer then.
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
  const binding = readHomeBinding(home);
  if (binding.chainId !== owner.chainId)
    throw engineErrors.create("ENGINE_HOME_DAMAGED", { path: home, reason: `it is of chain ${binding.chainId}` });
  const nodeId = nodeIdFromPublicKey(owner.certificate.publicKey);
  if (binding.nodeId === nodeId) return binding;
  const rotation = readRotation(home);
  if (rotation?.binding.nodeId === nodeId) return rotation.binding;
  throw engineErrors.create("ENGINE_HOME_DAMAGED", { path: home, reason: `it is of node ${binding.nodeId}` });
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
