import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom, freshSeed } from "../support/random.ts";
import { runKillCampaign } from "./kill-campaign.ts";

const kills = 8;
const timeMsMax = 60_000;

test(
  `a node killed ${kills} times under load keeps all that it acknowledged`,
  { timeout: 5 * timeMsMax },
  async (t) => {
    const seed = freshSeed();
    t.diagnostic(`seed ${seed}`);
    const report = await runKillCampaign({ kills, random: createRandom(seed), signal: AbortSignal.timeout(timeMsMax) });
    t.diagnostic(JSON.stringify(report));
    assert.deepEqual(report.failures, [], `seed ${seed}`);
    assert.ok(report.kills > 0);
    assert.ok(report.acknowledgementChecks > 0);
  },
);
