/** Gas of the calls of one method. */
export interface GasRow {
  readonly contract: string;
  readonly method: string;
  readonly calls: number;
  readonly min: bigint;
  readonly mean: bigint;
  readonly max: bigint;
}

interface GasOfMethod {
  readonly contract: string;
  readonly method: string;
  readonly gas: bigint[];
}

/** What calls cost, method by method. */
export class GasReport {
  readonly #used = new Map<string, GasOfMethod>();

  add(contract: string, method: string, gasUsed: bigint): void {
    const key = `${contract} ${method}`;
    const known = this.#used.get(key);
    if (known === undefined) this.#used.set(key, { contract, method, gas: [gasUsed] });
    else known.gas.push(gasUsed);
  }

  /** Everything that was added, method by method. */
  methods(): Iterable<GasOfMethod> {
    return this.#used.values();
  }

  rows(): readonly GasRow[] {
    return mergeGas([this]);
  }
}

/** One table of several chains. */
export function mergeGas(reports: readonly GasReport[]): readonly GasRow[] {
  const all = Map.groupBy(
    reports.flatMap((report) => [...report.methods()]),
    ({ contract, method }) => `${contract} ${method}`,
  );
  return [...all.values()]
    .map((parts): GasRow => {
      const gas = parts.flatMap((part) => part.gas);
      const sum = gas.reduce((total, each) => total + each, 0n);
      return {
        contract: parts[0]?.contract ?? "",
        method: parts[0]?.method ?? "",
        calls: gas.length,
        min: gas.reduce((least, each) => (each < least ? each : least)),
        mean: sum / BigInt(gas.length),
        max: gas.reduce((most, each) => (each > most ? each : most)),
      };
    })
    .sort((a, b) => (`${a.contract} ${a.method}` < `${b.contract} ${b.method}` ? -1 : 1));
}

/** One way of a branch: `path:line:column` for a contract with source, `function N` else. */
export interface CoverageBranch {
  readonly place: string;
  readonly ways: readonly number[];
}

export interface CoverageReport {
  readonly contract: string;
  readonly ways: number;
  readonly taken: number;
  /** Branches of which a way was never taken. */
  readonly open: readonly { readonly place: string; readonly taken: number; readonly ways: number }[];
}

/** Which ways of a contract's branches were taken. */
export class Coverage {
  readonly contract: string;
  readonly branches: readonly CoverageBranch[];
  readonly taken = new Set<number>();

  constructor(contract: string, branches: readonly CoverageBranch[]) {
    this.contract = contract;
    this.branches = branches;
  }

  take(way: number): void {
    this.taken.add(way);
  }
}

/** One report a contract, over several chains with the same code. */
export function mergeCoverage(parts: readonly Coverage[]): readonly CoverageReport[] {
  return [...Map.groupBy(parts, ({ contract }) => contract)].map(([contract, same]): CoverageReport => {
    const taken = new Set(same.flatMap((part) => [...part.taken]));
    const counted = (same[0]?.branches ?? []).map(({ place, ways }) => ({
      place,
      ways: ways.length,
      taken: ways.filter((way) => taken.has(way)).length,
    }));
    return {
      contract,
      ways: counted.reduce((sum, { ways }) => sum + ways, 0),
      taken: counted.reduce((sum, branch) => sum + branch.taken, 0),
      open: counted.filter((branch) => branch.taken < branch.ways),
    };
  });
}
