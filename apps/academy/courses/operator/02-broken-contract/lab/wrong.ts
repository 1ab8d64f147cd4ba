import type { LabBench, WrongSolution } from "@yanta/academy/lab";
import { brokenOf, type Parameters } from "./lab.ts";
import { change } from "./solution.ts";

interface Change {
  /** Empty for no upgrade. */
  readonly version?: string;
  readonly isFrozenLate?: boolean;
  readonly file?: string;
  /** Is frozen and unfrozen as well. */
  readonly alsoFrozen?: string;
  readonly retire?: string;
}

async function solveBut(bench: LabBench, parameters: Parameters, but: Change): Promise<void> {
  const { version = parameters.version, file = parameters.file, isFrozenLate = false, retire = "REVOKE" } = but;
  const broken = brokenOf(parameters);
  if (but.alsoFrozen !== undefined) {
    await change(bench, "FREEZE", but.alsoFrozen);
    await change(bench, "UNFREEZE", but.alsoFrozen);
  }
  if (!isFrozenLate) await change(bench, "FREEZE", broken);
  if (version !== "") await bench.run(`upgrade ${broken} ${version} from fact`);
  if (isFrozenLate) await change(bench, "FREEZE", broken);
  await change(bench, "UNFREEZE", broken);
  await bench.run(`send ${broken} save file_hash=${parameters.hash} file_name=${file} time=1`);
  await change(bench, retire, parameters.retired);
}

export const wrongSolutions: readonly WrongSolution<Parameters>[] = [
  {
    name: "freezes and unfreezes without an upgrade",
    fails: "upgraded",
    solve: (bench, parameters) => solveBut(bench, parameters, { version: "" }),
  },
  {
    name: "freezes after the upgrade",
    fails: "frozen-first",
    solve: (bench, parameters) => solveBut(bench, parameters, { isFrozenLate: true }),
  },
  {
    name: "saves a record with another name",
    fails: "record-saved",
    solve: (bench, parameters) => solveBut(bench, parameters, { file: "other.pdf" }),
  },
  {
    name: "freezes a good contract to be on the safe side",
    fails: "others-untouched",
    solve: (bench, parameters) =>
      solveBut(bench, parameters, {
        alsoFrozen: parameters.names[(parameters.broken + 1) % parameters.names.length] ?? "",
      }),
  },
  {
    name: "freezes the contract that is out of use instead of revoking it",
    fails: "retired-revoked",
    solve: (bench, parameters) => solveBut(bench, parameters, { retire: "FREEZE" }),
  },
];
