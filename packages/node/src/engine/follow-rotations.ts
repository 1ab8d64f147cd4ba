import { setTimeout as delay } from "node:timers/promises";
import { bytesToHex, equalBytes } from "@yanta/bytes";
import type { Chain } from "@yanta/chain";
import {
  adoptRotation,
  isRotationKnown,
  readRotation,
  type EngineBinding,
  type EngineConnection,
  type EngineRotation,
} from "@yanta/consensus/engine";
import { rotationLookMs } from "../limits.ts";
import type { Logger } from "../logger.ts";

export interface FollowRotationsOptions {
  readonly chain: Pick<Chain, "chainId" | "config" | "onBlock">;
  readonly home: string;
  readonly connection: Pick<EngineConnection, "status" | "validators">;
  /** The binding of a node on chain. */
  readonly bindingOf: (nodeId: string) => EngineBinding | undefined;
  /** Stops the engine, does what is to be done, and starts it again, whatever came of it. */
  readonly whileStopped: (action: () => void) => Promise<void>;
  readonly logger: Logger;
}

/**
 * Looks at the start, and whenever the chain's configuration changes, whether the rotation that waits in the engine's folder
 * is on chain, and takes it over then. What fails is told in the log and tried again at the next start.
 */
export function followRotations(options: FollowRotationsOptions): { start(): void; stop(): Promise<void> } {
  const { chain, logger } = options;
  const stopping = new AbortController();
  let taking: Promise<void> = Promise.resolve();
  let sequence: bigint | undefined;
  let removeListener: (() => void) | undefined;
  const take = async (): Promise<void> => {
    try {
      const taken = await takeRotation(options, stopping.signal);
      if (taken === undefined) return;
      const { nodeId, engineKey } = taken.binding;
      const fields = { chainId: chain.chainId, nodeId, engineKey: bytesToHex(engineKey) };
      logger.info(fields, taken.hasNewKey ? "the engine votes with its new key" : "the engine's binding was renewed");
    } catch (error) {
      if (!stopping.signal.aborted)
        logger.error({ chainId: chain.chainId, err: error }, "a rotation was not taken over");
    }
  };
  const look = (): void => {
    if (chain.config.sequence === sequence || stopping.signal.aborted) return;
    sequence = chain.config.sequence;
    taking = taking.then(take);
  };
  return {
    start: () => {
      removeListener = chain.onBlock(look);
      look();
    },
    stop: async () => {
      stopping.abort();
      removeListener?.();
      await taking;
    },
  };
}

/**
 * Resolves with what was taken over. A new node id alone changes a file. A new key is taken once it is in force for the
 * engine's next block: an engine that left its old key earlier would be missing in the vote on the block before, and fewer
 * than four nodes would wait for it for ever. Rejects when the signal ends the wait.
 */
async function takeRotation(options: FollowRotationsOptions, signal: AbortSignal): Promise<EngineRotation | undefined> {
  const { chain, home, bindingOf, whileStopped } = options;
  const rotation = readRotation(home);
  if (rotation === undefined) return undefined;
  const { nodeId, engineKey } = rotation.binding;
  const isConsensusNode = chain.config.consensus?.nodes.some((org) => org.nodeId.includes(nodeId)) ?? false;
  if (!isConsensusNode || !isRotationKnown(rotation, bindingOf(nodeId))) return undefined;
  if (rotation.hasNewKey) {
    while (!(await isInForce(options, engineKey, signal))) await delay(rotationLookMs, undefined, { signal });
    await whileStopped(() => adoptRotation(home, rotation));
  } else adoptRotation(home, rotation);
  return rotation;
}

/** Whether the validators of the engine's next height have the key. */
async function isInForce(
  { connection }: FollowRotationsOptions,
  engineKey: Uint8Array,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const { latestHeight } = await connection.status(signal);
    const validators = await connection.validators(latestHeight + 1n, signal);
    return validators.some(({ key }) => equalBytes(key, engineKey));
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
