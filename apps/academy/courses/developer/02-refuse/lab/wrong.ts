import type { WrongSolution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";
import { type pieces, source, type Steps, useIt } from "./solution.ts";

function mistake(
  name: string,
  fails: string,
  {
    changed = {},
    steps = () => ({}),
  }: {
    readonly changed?: Partial<typeof pieces>;
    readonly steps?: (parameters: Parameters) => Steps;
  },
): WrongSolution<Parameters> {
  return {
    name,
    fails,
    solve: async (bench, parameters) => {
      const asked = steps(parameters);
      bench.editor.set(`${asked.name ?? parameters.contract}.ts`, source(parameters, changed));
      await useIt(bench, parameters, asked);
    },
  };
}

export const wrongSolutions: readonly WrongSolution<Parameters>[] = [
  mistake("installs it under another name", "contract-installed", { steps: () => ({ name: "mine" }) }),
  mistake("lets a later entry replace an earlier one", "second-entry-refused", { changed: { isNew: "" } }),
  mistake("lets every organisation retire", "strangers-refused", { changed: { isOwn: "" } }),
  mistake("takes the sender for the keeper of what is not there", "unknown-machine-refused", {
    changed: {
      isThere: "",
      isOwn: 'assert(keepers.getOr(serial, senderOrgId()) == senderOrgId(), "another organisation\'s");',
    },
  }),
  mistake("says of every machine that it is in use", "status-told", { changed: { unknown: "" } }),
  mistake("lets a third organisation enter the machine", "machine-entered", {
    steps: ({ keeper, stranger }) => ({
      enteredBy:
        ["client1@org1", "client1@org2", "client1@org3"].find((one) => one !== keeper && one !== stranger) ?? "",
    }),
  }),
  mistake("never lets the other organisation try", "attempt-seen", { steps: () => ({ isTried: false }) }),
];
