/**
 * Draws the cases that tests/conformance/ethereum-state-tests.test.ts runs, from a copy of ethereum/tests.
 *
 * `node bench/evm/sample-state-tests.ts --tests DIR --commit HASH --out FILE [--seed N] [--count N]`
 */
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { CodeCache } from "@yanta/evm";
import type { StateTestSample } from "../../tests/support/ethereum/state-test-sample.ts";
import { runStateTestCase, type StateTest } from "../../tests/support/ethereum/state-test.ts";
import { createRandom } from "../../tests/support/random.ts";

const fork = "Cancun";
/** CPU time above which a case is left to the full run: the sample has to fit into CI. */
const slowMs = 100;

const { values: options } = parseArgs({
  options: {
    tests: { type: "string" },
    commit: { type: "string" },
    out: { type: "string" },
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "2000" },
  },
});
const { tests: folder, commit, out } = options;
if (folder === undefined || commit === undefined || out === undefined)
  throw new Error("--tests, --commit and --out are needed");

const places: { readonly file: string; readonly name: string; readonly index: number }[] = [];
const load = (file: string): Record<string, StateTest> =>
  JSON.parse(readFileSync(join(folder, file), "utf8")) as Record<string, StateTest>;
for (const file of globSync("GeneralStateTests/**/*.json", { cwd: folder }).toSorted()) {
  for (const [name, test] of Object.entries(load(file))) {
    for (const index of (test.post[fork] ?? []).keys()) places.push({ file, name, index });
  }
}

const random = createRandom(Number(options.seed));
const cases: StateTestSample["cases"][number][] = [];
let slow = 0;
while (cases.length < Number(options.count) && places.length > 0) {
  const [place] = places.splice(random.below(places.length), 1);
  if (place === undefined) break;
  const test = load(place.file)[place.name];
  const expected = test?.post[fork]?.[place.index];
  if (test === undefined || expected === undefined) continue;
  const before = process.cpuUsage();
  runStateTestCase(test, expected, new CodeCache());
  if (process.cpuUsage(before).user / 1000 > slowMs) {
    slow++;
    continue;
  }
  cases.push({ ...place, test: reduce(test, expected) });
}
const sample: StateTestSample = {
  repository: "ethereum/tests",
  commit,
  licence: "MIT",
  fork,
  seed: Number(options.seed),
  slow,
  cases,
};
writeFileSync(out, gzipSync(JSON.stringify(sample), { level: 9 }));
console.log(`${cases.length} cases, ${slow} slow ones left out`);

/** The test with one case and nothing that running it does not need. */
function reduce(test: StateTest, expected: NonNullable<StateTest["post"][string]>[number]): StateTest {
  const { data, gas, value } = expected.indexes;
  const { secretKey: _, ...transaction } = test.transaction as StateTest["transaction"] & {
    readonly secretKey?: string;
  };
  const { hash, logs, expectException } = expected;
  return {
    env: test.env,
    pre: test.pre,
    transaction: {
      ...transaction,
      data: [transaction.data[data] ?? ""],
      gasLimit: [transaction.gasLimit[gas] ?? ""],
      value: [transaction.value[value] ?? ""],
      ...(transaction.accessLists === undefined ? {} : { accessLists: [transaction.accessLists[data] ?? null] }),
    },
    post: {
      [fork]: [
        {
          hash,
          logs,
          indexes: { data: 0, gas: 0, value: 0 },
          ...(expectException === undefined ? {} : { expectException }),
        },
      ],
    },
  };
}
