/** How often something happened, so that a run can say what it has tried. */
export interface SimulationCounts {
  rounds: number;
  forgedProposals: number;
  engineBlocks: number;
  blocks: number;
  transactions: number;
  validatorChanges: number;
  crashesWithinCommit: number;
  crashes: number;
  restarts: number;
  replacedNodes: number;
  joinsBySnapshot: number;
  spoiledSnapshots: number;
  crashesWithinJoin: number;
}

export function noCounts(): SimulationCounts {
  return {
    rounds: 0,
    forgedProposals: 0,
    engineBlocks: 0,
    blocks: 0,
    transactions: 0,
    validatorChanges: 0,
    crashesWithinCommit: 0,
    crashes: 0,
    restarts: 0,
    replacedNodes: 0,
    joinsBySnapshot: 0,
    spoiledSnapshots: 0,
    crashesWithinJoin: 0,
  };
}
