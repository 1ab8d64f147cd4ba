import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { CodeCache } from "@yanta/evm";
import type { StateTestSample } from "../support/ethereum/state-test-sample.ts";
import { runStateTestCase } from "../support/ethereum/state-test.ts";

/** Cases that are known to fail, by file and index. This list only shrinks. */
const knownFailures: ReadonlySet<string> = new Set([
  // Gas of 2^53 and above is not exact in a double; a chain's transactions have 10^10.
  "GeneralStateTests/stStaticCall/static_LoopCallsDepthThenRevert2.json 0",
  "GeneralStateTests/stStaticCall/static_LoopCallsDepthThenRevert3.json 0",
]);
const file = new URL("../../third_party/ethereum-tests/general-state-tests.json.gz", import.meta.url);
const casesMin = 2000;

test(
  "a sample of Ethereum's general state tests",
  { skip: existsSync(file) ? false : "third_party/ethereum-tests is not there" },
  () => {
    const sample = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as StateTestSample;
    assert.ok(sample.cases.length >= casesMin);
    const failures: string[] = [];
    for (const { file: name, index, test: stateTest } of sample.cases) {
      for (const expected of stateTest.post[sample.fork] ?? []) {
        const reason = runStateTestCase(stateTest, expected, new CodeCache());
        if (reason !== undefined && !knownFailures.has(`${name} ${index}`))
          failures.push(`${name} case ${index}: ${reason}`);
      }
    }
    assert.deepEqual(failures, []);
  },
);
