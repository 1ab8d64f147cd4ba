// Changes comparisons and constants of the contracts one by one and runs their tests: says how many changes are noticed, and
// leaves the record that CI asks for.
//   node tools/mutate-contracts.ts [--seed N] [--each N] [--contract NAME]
// At most --each mutants of a contract, 150 unless said; one contract alone leaves no record.
import { globSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { followLauncher } from "../bin/run-node.mjs";
import { roomsDigest } from "../tests/evidence/rooms.ts";
import { root, writeEvidence } from "../tests/evidence/write-evidence.ts";
import { listMutants, mutantName, runMutants } from "../tests/mutation/run-mutants.ts";

const shareMin = 0.9;
/** Mutants of one contract: a sample says as much as all, and `directory` alone has 2,300, which take an hour. */
const eachDefault = "150";

followLauncher();
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    each: { type: "string", default: eachDefault },
    contract: { type: "string" },
  },
});
const seed = Number(values.seed);
const startedAt = new Date();
const rooms = globSync("contracts/*/assembly", { cwd: root })
  .map((path) => path.replaceAll("\\", "/"))
  .toSorted();
const digest = roomsDigest(root, rooms);
const chosen = listMutants(join(root, "contracts"), seed, Number(values.each)).filter(
  ({ contract }) => values.contract === undefined || contract === values.contract,
);

let done = 0;
const { killed, survived, invalid, survivors } = await runMutants(join(root, "contracts"), chosen, (mutant, fate) => {
  done++;
  if (fate !== "killed") console.log(`${fate} ${mutantName(mutant)}`);
  if (done % 25 === 0) console.error(`${done} of ${chosen.length}`);
});
const total = killed + survived;
const share = total === 0 ? 0 : killed / total;
console.log(`${killed} of ${total} killed (${(100 * share).toFixed(1)} %), ${invalid} did not compile`);
if (values.contract === undefined) {
  const path = writeEvidence(
    {
      name: "contract-mutation",
      command: `node tools/mutate-contracts.ts --seed ${seed} --each ${values.each}`,
      seed,
      startedAt,
      rooms,
      failures: share < shareMin ? [`only ${killed} of ${total} mutants were killed`] : [],
      counts: { killed, total, invalid, survivors },
    },
    digest,
  );
  console.log(path);
}
process.exitCode = share >= shareMin ? 0 : 1;
