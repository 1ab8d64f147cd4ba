import type { EngineNode, FakeEngine, ManualTime } from "@yanta/consensus/testing";
import type { SimulatedDisk } from "./crashable-ledger.ts";

/** A node with its engine, disk and clock. */
export interface SimulatedNode {
  readonly index: number;
  engine: FakeEngine;
  disk: SimulatedDisk;
  time: ManualTime;
  /** Undefined while it is down. */
  running: EngineNode | undefined;
  /** Its disk was empty, and its engine has not noted yet that it took the chain over from others. */
  isJoining: boolean;
  /** Height of our block that the engine was told to be committed. */
  committedHeight: bigint;
}

/** A batch on its way to another engine's mempool. */
export interface Message {
  readonly to: number;
  readonly batch: Uint8Array;
}
