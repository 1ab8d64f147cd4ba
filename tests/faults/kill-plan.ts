import type { FaultPointName } from "@yanta/storage";
import type { Random } from "../support/random.ts";
import { tearKinds, type TearKind } from "./tear-log.ts";

/** How one run of the node is to end. */
export type KillPlan =
  /** SIGKILL from outside while the load runs. */
  | { readonly kind: "random"; readonly afterMs: number }
  /** SIGKILL from outside while the node opens its chain. */
  | { readonly kind: "while-starting"; readonly afterMs: number }
  /** The node kills itself at the n-th pass of a named place. */
  | { readonly kind: "fault-point"; readonly point: FaultPointName; readonly pass: number }
  /** As before between append and fsync, and the tail that no fsync covered is damaged. */
  | { readonly kind: "torn-tail"; readonly pass: number; readonly tear: TearKind };

/** Durable in the log, not yet in the store. */
export const betweenFsyncAndIndex: ReadonlySet<FaultPointName> = new Set(["log.fsync.after", "index.batch.middle"]);

const otherPoints: readonly FaultPointName[] = ["log.append.before", "log.append.after", "index.batch.after"];
const flushPoints: readonly FaultPointName[] = ["store.flush.before", "store.flush.middle", "store.flush.after"];
const passMax = 60;
const loadMsMax = 2_000;
const startMsMax = 900;

/** The ten kinds of end that follow each other, in an order that the seed decides. */
const cycle = [
  "between",
  "between",
  "between",
  "between",
  "torn",
  "torn",
  "random",
  "random",
  "while-starting",
  "point",
] as const;

export function planKills(count: number, random: Random): KillPlan[] {
  const plans: KillPlan[] = [];
  while (plans.length < count)
    plans.push(...shuffled(cycle, random).map((kind, index) => planKill(kind, plans.length + index, random)));
  return plans.slice(0, count);
}

function planKill(kind: (typeof cycle)[number], index: number, random: Random): KillPlan {
  const pass = 1 + random.below(passMax);
  switch (kind) {
    case "between":
      return { kind: "fault-point", point: random.pick([...betweenFsyncAndIndex]), pass };
    case "torn":
      return { kind: "torn-tail", pass, tear: tearKinds[index % tearKinds.length] ?? "truncated" };
    case "random":
      return { kind: "random", afterMs: random.below(loadMsMax) };
    case "while-starting":
      return { kind: "while-starting", afterMs: random.below(startMsMax) };
    case "point":
      return random.below(2) === 0
        ? { kind: "fault-point", point: random.pick(otherPoints), pass }
        : { kind: "fault-point", point: random.pick(flushPoints), pass: 1 };
  }
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const rest = [...items];
  const order: T[] = [];
  while (rest.length > 0) order.push(...rest.splice(random.below(rest.length), 1));
  return order;
}
