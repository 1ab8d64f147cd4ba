import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parse } from "smol-toml";
import { z } from "zod";

const stepBase = {
  /** Numbers of the nodes it happens to, from 1. */
  nodes: z.array(z.number().int().min(1)).min(1),
  /** Transactions that must be acknowledged meanwhile; nothing is expected where too few are left to agree. */
  progress: z.number().int().min(0).default(10),
};

/** What happens to a node, or to several at once. */
const stepSchema = z.discriminatedUnion("kind", [
  // They are away.
  z.strictObject({
    kind: z.enum(["kill", "kill-engine", "pause", "disconnect", "restart", "fill-disk"]),
    ...stepBase,
  }),
  // They go on, worse than before.
  z.strictObject({ kind: z.literal("clock-skew"), skew_ms: z.number().int(), ...stepBase }),
  z.strictObject({ kind: z.literal("slow-fsync"), fsync_ms: z.number().int().min(1).max(5_000), ...stepBase }),
  z.strictObject({ kind: z.literal("loss"), percent: z.number().min(0).max(50), ...stepBase }),
  z.strictObject({ kind: z.literal("reorder"), jitter_ms: z.number().int().min(1).max(1_000), ...stepBase }),
  z.strictObject({ kind: z.literal("bandwidth"), bytes_per_second: z.number().int().min(5_000), ...stepBase }),
]);

const networkSchema = z.strictObject({
  nodes: z.number().int().min(1).max(7),
  /** Transactions in flight at a time. */
  in_flight: z.number().int().min(1).max(64).default(4),
  /** Delay of everything between two engines, one way. */
  delay_ms: z.number().int().min(0).max(1000).default(0),
  /** Megabytes of the disk that holds each node's ledger; needed by `fill-disk`. */
  disk_mb: z.number().int().min(32).max(256).optional(),
  step: z.array(stepSchema).max(20),
});

export type NetworkStep = z.infer<typeof stepSchema>;

/** A network and what is done to it, in order. */
export type DeclaredNetwork = z.infer<typeof networkSchema> & { readonly name: string };

/** Reads a declared network; an unknown key is an error. */
export function readNetwork(path: string): DeclaredNetwork {
  return parseNetwork(basename(path, ".toml"), parse(readFileSync(path, "utf8")));
}

export function parseNetwork(name: string, value: unknown): DeclaredNetwork {
  const network = networkSchema.parse(value);
  for (const { nodes } of network.step)
    for (const node of nodes) if (node > network.nodes) throw new Error(`${name}: there is no node ${node}`);
  if (network.disk_mb === undefined && network.step.some(({ kind }) => kind === "fill-disk"))
    throw new Error(`${name}: fill-disk needs disk_mb`);
  return { name, ...network };
}

/** Nodes that a step takes away: they take no transactions and do not vote. */
export function awayIn({ kind, nodes }: NetworkStep): readonly number[] {
  switch (kind) {
    case "kill":
    case "pause":
    case "disconnect":
    case "restart":
    case "kill-engine":
    case "fill-disk":
      return nodes;
    case "clock-skew":
    case "slow-fsync":
    case "loss":
    case "reorder":
    case "bandwidth":
      return [];
  }
}

/** Whether more than two thirds are left without these: only then blocks are made. */
export function canAgreeWithout(network: DeclaredNetwork, away: readonly number[]): boolean {
  return 3 * (network.nodes - new Set(away).size) > 2 * network.nodes;
}
