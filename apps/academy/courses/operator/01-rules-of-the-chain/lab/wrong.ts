import { type LabBench, orgId, type WrongSolution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";
import { admins } from "./solution.ts";

interface Change {
  readonly capacity?: number;
  readonly withoutTimeout?: boolean;
  /** 0 for nobody. */
  readonly leaving?: number;
  /** Undefined for as many as needed, 0 for no change of the interval. */
  readonly signatures?: number;
  readonly isIntervalFirst?: boolean;
}

async function solveBut(bench: LabBench, parameters: Parameters, change: Change): Promise<void> {
  const { timeout, interval } = parameters;
  const { capacity = parameters.capacity, leaving = parameters.leaving, isIntervalFirst = false } = change;
  const isWhole = isIntervalFirst || leaving === 0;
  const { signatures = isWhole ? 3 : 2 } = change;
  const update = "send CHAIN_CONFIG BLOCK_UPDATE";
  const more = change.withoutTimeout === true ? "" : `tx_timeout=${timeout}`;
  await bench.run(`${update} block_tx_capacity=${capacity} ${more} as admin1@org1 with admins`);
  const signers = admins(signatures, isWhole ? [] : [leaving]);
  const setInterval = `${update} block_interval=${interval} as admin1@org1 with ${signers}`;
  if (isIntervalFirst) await bench.run(setInterval);
  if (leaving !== 0)
    await bench.run(`send CHAIN_CONFIG TRUST_ROOT_DELETE org_id=${orgId(leaving)} as admin1@org1 with admins`);
  if (!isIntervalFirst && signatures > 0) await bench.run(setInterval);
}

export const wrongSolutions: readonly WrongSolution<Parameters>[] = [
  {
    name: "one transaction too many in a block",
    fails: "capacity-set",
    solve: (bench, parameters) => solveBut(bench, parameters, { capacity: parameters.capacity + 1 }),
  },
  {
    name: "forgets how long transactions are valid",
    fails: "timeout-set",
    solve: (bench, parameters) => solveBut(bench, parameters, { withoutTimeout: true }),
  },
  {
    name: "removes nobody",
    fails: "organisation-removed",
    solve: (bench, parameters) => solveBut(bench, parameters, { leaving: 0 }),
  },
  {
    name: "removes another organisation",
    fails: "right-organisation",
    solve: (bench, parameters) => solveBut(bench, parameters, { leaving: parameters.leaving === 4 ? 3 : 4 }),
  },
  {
    name: "leaves the interval as it is",
    fails: "interval-set",
    solve: (bench, parameters) => solveBut(bench, parameters, { signatures: 0 }),
  },
  {
    name: "sets the interval while there are four organisations",
    fails: "interval-last",
    solve: (bench, parameters) => solveBut(bench, parameters, { isIntervalFirst: true }),
  },
  {
    name: "collects three signatures where two are enough",
    fails: "no-signature-too-many",
    solve: (bench, parameters) => solveBut(bench, parameters, { signatures: 3 }),
  },
];
