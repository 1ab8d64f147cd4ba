import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { nodeIdFromPublicKey } from "@yanta/crypto";
import { isSameBinding, parseEngineBinding, signEngineBinding, type EngineBinding } from "./engine-binding.ts";
import { generateEngineKey, readValidatorKeyFile, validatorKeyFile } from "./engine-keys.ts";
import { engineErrors } from "./errors.ts";
import { bindingText, homeFiles, readHomeBinding, writeSecret, type EngineOwner } from "./home-files.ts";

/**
 * What a node's engine will be once the chain knows it: a binding for a new node id, a new engine key, or both. It waits in
 * the engine's folder beside what is in force, so that a crash at any moment leaves the one or the other.
 */
export interface EngineRotation {
  readonly binding: EngineBinding;
  /** Whether the engine's key changes, not the node id alone. */
  readonly hasNewKey: boolean;
}

const rotationFiles = { binding: "rotation/binding.json", validatorKey: "rotation/priv_validator_key.json" } as const;

/**
 * Prepares a rotation in the folder of an engine: `owner` is what the node will be. The same rotation asked for again is answered as it
 * waits; a new key that waits is part of every other, for the chain may have it already. The transport's key stays, so the engines
 * find each other as before.
 *
 * Errors: ENGINE_HOME_DAMAGED, ENGINE_BINDING_INVALID.
 */
export function prepareRotation(home: string, owner: EngineOwner, isNewKey: boolean): EngineRotation {
  const known = readHomeBinding(home);
  if (known.chainId !== owner.chainId || known.orgId !== owner.orgId)
    throw engineErrors.create("ENGINE_HOME_DAMAGED", {
      path: home,
      reason: `it is of ${known.orgId} on ${known.chainId}`,
    });
  const waiting = readRotation(home);
  const hasNewKey = isNewKey || waiting?.hasNewKey === true;
  const nodeId = nodeIdFromPublicKey(owner.certificate.publicKey);
  if (waiting?.binding.nodeId === nodeId && waiting.hasNewKey === hasNewKey) return waiting;
  const keyPath = join(home, rotationFiles.validatorKey);
  if (hasNewKey && !existsSync(keyPath)) writeSecret(keyPath, validatorKeyFile(generateEngineKey()));
  const binding = signEngineBinding(
    {
      chainId: owner.chainId,
      orgId: owner.orgId,
      sequence: Math.max(known.sequence, waiting?.binding.sequence ?? 0) + 1,
      engineKey: hasNewKey ? readValidatorKeyFile(readFileSync(keyPath, "utf8")) : known.engineKey,
      peerKey: known.peerKey,
    },
    owner.certificate,
    owner.privateKey,
  );
  writeSecret(join(home, rotationFiles.binding), bindingText(binding));
  return { binding, hasNewKey };
}

/** The rotation that waits in a folder; undefined when none does. Errors: ENGINE_BINDING_INVALID. */
export function readRotation(home: string): EngineRotation | undefined {
  const path = join(home, rotationFiles.binding);
  if (!existsSync(path)) return undefined;
  const binding = parseEngineBinding(readFileSync(path, "utf8"), path);
  return { binding, hasNewKey: existsSync(join(home, rotationFiles.validatorKey)) };
}

/**
 * Makes a rotation that waits the state of the folder. With a new key the engine must not run, and the key must be in force
 * (`validators` of the engine's next height), or fewer than four nodes could not decide the block that brings it into force.
 * The record of votes stays: it goes up only, for both keys.
 */
export function adoptRotation(home: string, { hasNewKey }: EngineRotation): void {
  if (hasNewKey) renameSync(join(home, rotationFiles.validatorKey), join(home, homeFiles.validatorKey));
  renameSync(join(home, rotationFiles.binding), join(home, homeFiles.binding));
}

/** Whether what waits is what the chain has. */
export function isRotationKnown({ binding }: EngineRotation, onChain: EngineBinding | undefined): boolean {
  return onChain !== undefined && isSameBinding(binding, onChain);
}
