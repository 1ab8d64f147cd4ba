import { instanceGenesisHash, labGasMax, type LabInstance, labLogBytesMax } from "@yanta/academy";
import { type ReplayedChain, replayLog } from "@yanta/playground/replay";

/** Seconds of the machine's clock, as a server notes when a submission came. */
export function now(): bigint {
  return BigInt(Math.floor(Date.now() / 1000));
}

/** Executes a log in this thread, which saves the start of one for each of hundreds of logs. `gradeLog` has tests of its own. */
export function replayInstance(log: Uint8Array, instance: LabInstance<unknown>): Promise<ReplayedChain> {
  return replayLog(log, {
    budget: { bytesMax: labLogBytesMax, gasMax: labGasMax, timeMsMax: 60_000 },
    genesisHash: instanceGenesisHash(instance),
    monotonicMs: () => performance.now(),
  });
}
