/** Gas of the calls of one method. */
export interface GasRow {
  readonly contract: string;
  readonly method: string;
  readonly calls: number;
  readonly min: bigint;
  readonly mean: bigint;
  readonly max: bigint;
}

/** What calls cost, method by method. */
export class GasReport {
  readonly #used = new Map<string, { contract: string; method: string; gas: bigint[] }>();

  add(contract: string, method: string, gasUsed: bigint): void {
    const key = `${contract} ${method}`;
    const known = this.#used.get(key);
    if (known === undefined) this.#used.set(key, { contract, method, gas: [gasUsed] });
    else known.gas.push(gasUsed);
  }

  rows(): readonly GasRow[] {
    return [...this.#used.values()]
      .map(({ contract, method, gas }): GasRow => {
        const sum = gas.reduce((total, each) => total + each, 0n);
        return {
          contract,
          method,
          calls: gas.length,
          min: gas.reduce((least, each) => (each < least ? each : least)),
          mean: sum / BigInt(gas.length),
          max: gas.reduce((most, each) => (each > most ? each : most)),
        };
      })
      .sort((a, b) => (a.contract + a.method < b.contract + b.method ? -1 : 1));
  }
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
  readonly #branches: readonly CoverageBranch[];
  readonly #taken = new Set<number>();

  constructor(contract: string, branches: readonly CoverageBranch[]) {
    this.contract = contract;
    this.#branches = branches;
  }

  take(way: number): void {
    this.#taken.add(way);
  }

  report(): CoverageReport {
    const counted = this.#branches.map(({ place, ways }) => ({
      place,
      ways: ways.length,
      taken: ways.filter((way) => this.#taken.has(way)).length,
    }));
    return {
      contract: this.contract,
      ways: counted.reduce((sum, { ways }) => sum + ways, 0),
      taken: counted.reduce((sum, { taken }) => sum + taken, 0),
      open: counted.filter(({ taken, ways }) => taken < ways),
    };
  }
}
