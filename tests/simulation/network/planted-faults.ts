import type { TestChain } from "@yanta/chain/testing";
import type { BlockCommit } from "@yanta/storage";

/** Faults of a node that the simulation must find. */
export type PlantedFault =
  | "lost-fsync"
  | "double-commit"
  | "reordered-results"
  | "skipped-verification"
  | "stale-validators";

export const plantedFaults: readonly PlantedFault[] = [
  "lost-fsync",
  "double-commit",
  "reordered-results",
  "skipped-verification",
  "stale-validators",
];

/** Plants a fault into a node's parts. `lost-fsync` lies in the disk. */
export function plant(fault: PlantedFault | undefined, chain: TestChain): TestChain {
  switch (fault) {
    case undefined:
    case "lost-fsync":
      return chain;
    case "double-commit":
      return forgettingEngineHeights(chain);
    case "reordered-results":
      return withReorderedResults(chain);
    case "skipped-verification":
      return withoutVerification(chain);
    case "stale-validators":
      return withStaleValidators(chain);
  }
}

/** The engine's height is not stored with the block: after a crash the engine replays what was committed, and it is taken for new. */
function forgettingEngineHeights(chain: TestChain): TestChain {
  const { producer } = chain;
  return { ...chain, producer: delegate(producer, { commit: (proposal) => producer.commit(proposal) }) };
}

/** The writes of a block's first two transactions reach the state in the other order. */
function withReorderedResults(chain: TestChain): TestChain {
  const { ledger } = chain;
  const commit = ledger.commit.bind(ledger);
  ledger.commit = (block: BlockCommit) => {
    const [first, second, ...rest] = block.txs;
    if (first === undefined || second === undefined) return commit(block);
    const swapped = [{ ...first, writes: second.writes }, { ...second, writes: first.writes }, ...rest];
    return commit({ ...block, txs: swapped });
  };
  return chain;
}

/** Votes for whatever is proposed. */
function withoutVerification(chain: TestChain): TestChain {
  const { verifier } = chain;
  return {
    ...chain,
    verifier: {
      verify: (bytes, engineTime) => {
        const verdict = verifier.verify(bytes, engineTime);
        if (verdict.kind === "valid" || engineTime === undefined) return verdict;
        return { kind: "valid", proposal: { height: 0n, blockHash: new Uint8Array(32), txCount: 0 } };
      },
    },
  };
}

/** Its engine is never told that the validators change. */
function withStaleValidators(chain: TestChain): TestChain {
  const { ledger, producer } = chain;
  const stateAfter = (_proposal: unknown, contract: string, key: string): Uint8Array | undefined =>
    ledger.getState(contract, key);
  return { ...chain, producer: delegate(producer, { stateAfter }) };
}

/** An object with some methods replaced; getters of the original stay alive. */
function delegate<Subject extends object>(subject: Subject, replaced: Partial<Subject>): Subject {
  return new Proxy(subject, {
    get: (target, name, receiver) => Reflect.get(Object.hasOwn(replaced, name) ? replaced : target, name, receiver),
  });
}
