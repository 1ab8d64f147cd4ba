import { equalBytes } from "@yanta/bytes";
import type { ExecutionTracer, TracedInstruction } from "@yanta/vm";
import { Coverage, type CoverageBranch } from "./reports.ts";

const jumpIf = 0x57;
const push1 = 0x60;
const push32 = 0x7f;

/** Code whose branches are counted, with the number of the branch at each place. */
interface WatchedCode {
  readonly code: Uint8Array;
  readonly coverage: Coverage;
  readonly branchAt: ReadonlyMap<number, number>;
}

/** Which ways of their branches EVM contracts take: told by each JUMPI of the code that is watched, wherever it runs. */
export class EvmCoverage implements ExecutionTracer {
  readonly #watched: WatchedCode[] = [];
  readonly #known = new WeakMap<Uint8Array, WatchedCode | "other">();

  /** Begins to count for the code of a contract; returns where. */
  watch(contract: string, code: Uint8Array): Coverage {
    const places = findBranches(code);
    const branches = places.map((place, index): CoverageBranch => {
      return { place: `byte ${place}`, ways: [2 * index, 2 * index + 1] };
    });
    const coverage = new Coverage(contract, branches);
    const branchAt = new Map(places.map((place, index) => [place, index]));
    this.#watched.push({ code, coverage, branchAt });
    return coverage;
  }

  hostCall(): () => void {
    return () => undefined;
  }

  /** Counts a branch. A way is even where the code goes on, odd where it jumps. */
  readonly instruction = ({ code, name, programCounter, stack }: TracedInstruction): boolean => {
    if (name !== "JUMPI") return true;
    const watched = this.#find(code);
    const branch = watched?.branchAt.get(programCounter);
    if (branch !== undefined) watched?.coverage.take(2 * branch + (stack().at(-2) === 0n ? 0 : 1));
    return true;
  };

  #find(code: Uint8Array): WatchedCode | undefined {
    let known = this.#known.get(code);
    if (known === undefined) {
      known = this.#watched.find((each) => equalBytes(each.code, code)) ?? "other";
      // Code that is being deployed may be watched later.
      if (known !== "other") this.#known.set(code, known);
    }
    return known === "other" ? undefined : known;
  }
}

/** Places of the JUMPI instructions; what Solidity writes behind the code, and data of PUSH, is none. */
function findBranches(code: Uint8Array): readonly number[] {
  const end = code.length - metadataBytes(code);
  const places: number[] = [];
  for (let place = 0; place < end; place++) {
    const op = code[place] ?? 0;
    if (op === jumpIf) places.push(place);
    else if (op >= push1 && op <= push32) place += op - push1 + 1;
  }
  return places;
}

/** Bytes of the CBOR map at the end, with its length behind it; 0 where there is none. Spec: Solidity, "Contract Metadata". */
function metadataBytes(code: Uint8Array): number {
  const length = ((code.at(-2) ?? 0) << 8) + (code.at(-1) ?? 0) + 2;
  const first = code[code.length - length] ?? 0;
  return length <= code.length && first >= 0xa1 && first <= 0xa4 ? length : 0;
}
