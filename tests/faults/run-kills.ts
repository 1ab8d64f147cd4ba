// Kills a node under load and checks that nothing acknowledged is lost; writes bench/evidence/kill-9.json.
//   node tests/faults/run-kills.ts [--kills 200] [--seed N]
import { parseArgs } from "node:util";
import { roomsDigest } from "../evidence/rooms.ts";
import { root, writeEvidence } from "../evidence/write-evidence.ts";
import { createRandom, freshSeed } from "../support/random.ts";
import { runKillCampaign } from "./kill-campaign.ts";

/** What decides whether an acknowledged transaction is durable. */
const rooms = ["packages/storage/src", "packages/chain/src", "packages/consensus/src", "packages/node/src"];

const { values } = parseArgs({
  options: { kills: { type: "string", default: "200" }, seed: { type: "string", default: String(freshSeed()) } },
});
const kills = Number(values.kills);
const seed = Number(values.seed);
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed))
  throw new TypeError("--kills and --seed take whole numbers");

const startedAt = new Date();
const digest = roomsDigest(root, rooms);
console.log(`seed ${seed}`);
const { failures, ...counts } = await runKillCampaign({
  kills,
  random: createRandom(seed),
  onProgress: (line) => console.log(line),
});
for (const failure of failures) console.error(failure);
const path = writeEvidence(
  {
    name: "kill-9",
    command: `node tests/faults/run-kills.ts --kills ${kills} --seed ${seed}`,
    seed,
    startedAt,
    rooms,
    failures,
    counts,
  },
  digest,
);
console.log(`${counts.kills} kills, ${failures.length} failures: ${path}`);
process.exitCode = failures.length > 0 ? 1 : 0;
