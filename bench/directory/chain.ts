/**
 * A city from the generator through a chain into the index: entries a second on the chain (import, two hand-ins, two reviews, in batches of a
 * hundred, by the people whose step it is), and of the index from history.
 *
 * `node bench/directory/chain.ts [--entries 5000] [--requests 500]`
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openFollower, openIndexStore } from "@yanta/index-store";
import { getChainInfo, loadClient } from "@yanta/sdk";
import { DemoPeople } from "../../apps/directory/src/demo/demo-people.ts";
import { organizations } from "../../apps/directory/src/demo/ensure-demo.ts";
import { loadCity } from "../../apps/directory/src/demo/load-city.ts";
import { loadRequests } from "../../apps/directory/src/demo/load-requests.ts";
import { createDirectoryProjection } from "../../apps/directory/src/projection/directory-projection.ts";
import { describeMachine, readLoad } from "../system/machine.ts";
import { round } from "../system/statistics.ts";

const { values } = parseArgs({
  options: { entries: { type: "string", default: "5000" }, requests: { type: "string", default: "500" } },
});
const [entries, requests] = [Number(values.entries), Number(values.requests)];
const root = fileURLToPath(new URL("../../", import.meta.url));
const machine = describeMachine(root);
const folder = mkdtempSync(join(tmpdir(), "yanta-bench-directory-"));
const chain = join(folder, "chain");
const flags = ["--dir", chain, "--port", "0", "--json"];
const node = spawn(process.execPath, [join(root, "bin/yanta.mjs"), "up", ...flags], {
  stdio: ["ignore", "pipe", "inherit"],
});
process.once("exit", () => node.kill("SIGINT"));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
const ended = new Promise((resolve) => node.once("close", resolve));
await createInterface({ input: node.stdout })[Symbol.asyncIterator]().next();

const steps: Record<string, number> = {};
let last = performance.now();
let cpu = process.cpuUsage();
function lap(name: string): void {
  steps[name] = round((performance.now() - last) / 1000, 1);
  last = performance.now();
}

const people = new DemoPeople(chain, organizations(chain));
const size = { departments: 80, districts: 16, systems: 2_700, entries };
let step = "departments";
const loaded = await loadCity({
  people,
  contract: "directory",
  seed: 3,
  size,
  onProgress: (name) => {
    if (name !== step && name === "entries") lap("departments, people, duties, systems");
    step = name;
  },
});
lap("entries on the chain");
await loadRequests(loaded, requests, () => undefined);
lap("requests on the chain");

cpu = process.cpuUsage();
const client = loadClient(join(chain, "sdk_config.yml"));
const { blockHeight } = await getChainInfo(client);
const store = await openIndexStore({ location: join(folder, "index"), schema: "directory" });
lap("opening PGlite");
const follower = await openFollower({ client, store, projection: createDirectoryProjection("directory") });
if (!(await follower.waitFor(blockHeight, 3_600_000))) throw new Error(follower.status().fault);
lap("index from history");
const { user, system } = process.cpuUsage(cpu);
const [counts] = await store.query<{ audits: number; published: number }>(
  "SELECT (SELECT count(*) FROM audits) AS audits, (SELECT count(*) FROM search) AS published",
);

const result = {
  entries,
  requests,
  blocks: Number(blockHeight),
  ...counts,
  seconds: steps,
  entriesPerSecondOnChain: round(entries / (steps["entries on the chain"] ?? 1), 0),
  entriesPerSecondOfIndex: round(entries / (steps["index from history"] ?? 1), 0),
  cpuSecondsOfIndex: round((user + system) / 1e6, 1),
  memoryMb: Math.round(process.memoryUsage.rss() / 2 ** 20),
  load: readLoad(),
};
process.stdout.write(`${JSON.stringify(result, undefined, 1)}\n`);
const stamp = machine.date.slice(0, 19).replaceAll(":", "");
mkdirSync(join(root, "bench/results"), { recursive: true });
writeFileSync(
  join(root, "bench/results", `directory-chain-${stamp}-${machine.commit}.json`),
  `${JSON.stringify({ machine, result }, undefined, 1)}\n`,
);
await follower.close();
await store.close();
client.transport.close();
people.close();
node.kill("SIGINT");
await ended;
rmSync(folder, { recursive: true, force: true });
